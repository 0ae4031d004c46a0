import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/domain/command.ts';
import { needsOf } from '../../../src/domain/gates.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import {
  cause,
  check,
  confirm,
  evidence,
  fix,
  override,
  resolve,
  usersOk,
  vouch,
} from '../../given/command.ts';
import { given, observe, signal, tPlus } from '../../given/story.ts';

const cleared = (at = tPlus(1200)) => observe([signal({ status: 'resolved', endsAt: at })], { at });

describe('the gates', () => {
  const diagnosed = given(observe([signal()]))
    .when(evidence())
    .when(confirm('proposed'));

  it('let no root cause in before triage is complete', () => {
    given(observe([signal()]))
      .when(evidence())
      .refuses(cause(), 'severity-confirmed', 'commander');
  });

  it('let no fix in before a root cause', () => {
    diagnosed.refuses(fix(), 'root-cause');
  });

  it('let no root cause and no fix in without evidence that exists', () => {
    diagnosed.refuses(cause([]), 'known-evidence').refuses(cause(['E9']), 'known-evidence');
    diagnosed.when(cause()).refuses(fix([]), 'known-evidence');
  });

  it('let nobody resolve while alerts fire and nothing is verified', () => {
    diagnosed
      .when(cause())
      .when(fix())
      .refuses(resolve(), 'alerts-clear', 'verification', 'user-reports');
  });

  it('let nobody vouch against firing alerts or against the data', () => {
    diagnosed.refuses(vouch(), 'alerts-clear');
    diagnosed
      .when(cleared())
      .when(check('not-recovered', tPlus(1200)))
      .refuses(vouch(), 'verification');
  });

  it('let a person resolve what was fixed and verified, and the page is closed', () => {
    const story = diagnosed
      .when(cause())
      .when(fix())
      .when(cleared())
      .does('page', 'check-accepted', 'verify')
      .when(check('recovered', tPlus(1200)))
      .yields('RecoveryChecked')
      .when(usersOk())
      .when(resolve())
      .does('diagnose', 'close-page');
    expect(story.incident.phase).toMatchObject({
      status: 'resolved',
      closing: { resolution: 'fixed' },
    });
    expect(needsOf(story.incident, DEFAULT_POLICY).map((need) => need.need)).toEqual([
      'five-whys',
      'action-item',
      'prevention',
    ]);
  });

  it('open by an override that is kept with its reason', () => {
    const story = diagnosed
      .when(cleared())
      .when(override('verification'))
      .when(usersOk())
      .when(resolve());
    expect(story.incident.phase).toMatchObject({
      status: 'resolved',
      closing: {
        resolution: 'overridden',
        verification: { how: 'overridden', finding: 'the dashboard is down' },
      },
    });
    expect(story.incident.overrides).toHaveLength(1);
  });

  it('name a remedy for every need', () => {
    for (const need of needsOf(diagnosed.incident, DEFAULT_POLICY))
      expect(need.remedy).toContain('write "');
  });
});

describe('a cause and a fix', () => {
  const diagnosed = given(observe([signal()])).when(confirm('SEV1'));

  it('rest on no evidence that could not be had, but on one that says that there is none', () => {
    const silent = diagnosed.when(evidence({ outcome: 'unavailable' }));
    silent.refuses(cause(), 'known-evidence');
    diagnosed
      .when(evidence({ outcome: 'empty' }))
      .when(cause())
      .yields('RootCauseNamed');
    const both = silent.when(evidence({ question: 'other' }));
    both
      .when(cause(['E1', 'E2']))
      .when(fix(['E2', 'E1']))
      .yields('FixRecorded');
  });

  it('rest on nothing where that was overridden, with the reason', () => {
    const story = diagnosed.when(override('known-evidence')).when(cause(['E9']));
    expect(story.incident.phase.status).toBe('recovering');
    expect(story.incident.overrides).toMatchObject([{ need: 'known-evidence' }]);
  });

  it('rest on nothing once for each override: the next cause or fix is asked again', () => {
    const caused = diagnosed.when(override('known-evidence')).when(cause([]));
    const blind = { ...fix([]), rollback: '' } as Command;
    caused.refuses(cause([]), 'known-evidence').refuses(fix([]), 'known-evidence');
    const fixed = caused.when(override('known-evidence')).when(override('rollback')).when(blind);
    expect(fixed.incident.timeline.fix_applied_at).not.toBeNull();
    fixed.refuses(blind, 'known-evidence', 'rollback');
  });

  it('need a way back, or an override of it', () => {
    const caused = diagnosed.when(evidence()).when(cause());
    const blind = { ...fix([]), rollback: '' } as Command;
    caused.refuses({ ...fix(), rollback: '' } as Command, 'rollback');
    caused.refuses(blind, 'known-evidence', 'rollback');
    caused
      .when(override('rollback'))
      .when({ ...fix(), rollback: '' } as Command)
      .yields('FixRecorded');
  });
});

describe('resolving', () => {
  const caused = given(observe([signal()]))
    .when(evidence())
    .when(confirm('SEV1'))
    .when(cause());

  it('asks for a fix where nothing shows that it recovered without one', () => {
    const clear = caused.when(cleared());
    clear.refuses(resolve(), 'fix', 'verification', 'user-reports');
    clear.when(check('recovered', tPlus(1200))).refuses(resolve(), 'user-reports');
    clear.when(override('verification')).when(usersOk()).refuses(resolve(), 'fix');
  });

  it('asks what users report, until they are calm', () => {
    const verified = caused.when(cleared()).when(check('recovered', tPlus(1200)));
    const told = { ...usersOk(), calm: false, text: 'Hue still waits' } as Command;
    const troubled = verified.when(told).yields('UsersReported');
    troubled.refuses(resolve(), 'user-reports');
    expect(needsOf(troubled.incident, DEFAULT_POLICY)).toMatchObject([
      { text: 'users still report: Hue still waits' },
    ]);
    troubled.when(usersOk()).when(resolve()).yields('IncidentResolved');
  });

  it('takes a word about the recovery for one about the users too', () => {
    caused.when(cleared()).when(vouch()).when(resolve()).yields('IncidentResolved');
  });

  it('forgets what users reported when something fires again', () => {
    const again = caused
      .when(usersOk())
      .when(observe([signal({ fingerprint: 'ffff000011112222' })], { at: tPlus(1570) }));
    expect(again.incident.userReports).toBeNull();
  });

  it('asks no user about a SEV3', () => {
    given(observe([signal()], { severity: 'SEV3' }))
      .when(confirm('SEV3'))
      .when(cleared())
      .when(vouch())
      .when(resolve())
      .yields('IncidentResolved');
  });
});

describe('an override', () => {
  const story = given(observe([signal()])).when(confirm('SEV1'));

  it('is only taken for what is asked now', () => {
    story.refuses(override('prevention'), 'root-cause').refuses(override('impact'), 'root-cause');
    story.refuses(override('five-whys'), 'root-cause').refuses(override('rollback'), 'root-cause');
    story.when(override('root-cause')).yields('GateOverridden').does();
  });

  it('without a name is one of the first thing that is asked', () => {
    expect(story.when(override(null)).incident.overrides).toMatchObject([{ need: 'root-cause' }]);
  });

  it('is not taken for what is as quickly done as said', () => {
    given(observe([signal()]))
      .refuses(override('severity-confirmed'), 'severity-confirmed')
      .refuses(override('commander'), 'commander');
  });
});
