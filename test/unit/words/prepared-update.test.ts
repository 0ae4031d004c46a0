import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/domain/command.ts';
import type { Incident } from '../../../src/domain/incident.ts';
import type { ChangeMark } from '../../../src/domain/marks.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { preparedUpdate } from '../../../src/words/prepared-update.ts';
import { confirm, resolve, vouch } from '../../given/command.ts';
import { given, LAN, observe, START, signal, tPlus } from '../../given/story.ts';
import { anIncident } from './an-incident.ts';

const changed = (kind: ChangeMark['kind'], text: string, at = START): ChangeMark => ({
  kind,
  text,
  at,
});

function prepared(over: Partial<Incident>, language: 'en' | 'vi' | 'both' = 'en') {
  return preparedUpdate(anIncident(over), tPlus(300), language, DEFAULT_POLICY);
}

describe('a prepared update', () => {
  it('says only what changed since the last one, each thing once, the latest word of it', () => {
    const cart: Command = { type: 'NameServices', at: tPlus(70), by: LAN, services: ['cart'] };
    const { incident } = given(observe([signal()]))
      .when({ type: 'UpdateStakeholders', at: tPlus(0), by: LAN, text: 'we are on it' })
      .when(confirm('SEV2', tPlus(60)))
      .when(cart)
      .when(confirm('SEV1', tPlus(80)))
      .when(observe([signal({ status: 'resolved', endsAt: tPlus(90) })], { at: tPlus(90) }));
    expect(preparedUpdate(incident, tPlus(300), 'en', DEFAULT_POLICY).split('\n').slice(1)).toEqual(
      [
        'Since 14:30 UTC:',
        '- Lan Nguyen has command',
        '- affected services: checkout, cart',
        '- the severity is SEV1',
        '- its alerts are clear',
        'Status: being diagnosed.',
        'Next update: 14:40 UTC.',
      ],
    );
  });

  it('says once what happened twice in the same words', () => {
    const text = prepared({
      changes: [changed('escalated', 'nobody answered'), changed('escalated', 'nobody answered')],
    });
    expect(text.match(/nobody answered/g)).toHaveLength(1);
  });

  it('says each of two things that happened, also when they are of one kind', () => {
    const text = prepared({
      changes: [
        changed('override', 'root-cause: the database burns'),
        changed('fix', 'the pool was raised'),
        changed('override', 'verification: nobody measures it'),
        changed('fix', 'the release was rolled back'),
      ],
    });
    for (const told of [
      'root-cause: the database burns',
      'verification: nobody measures it',
      'the pool was raised',
      'the release was rolled back',
    ])
      expect(text).toContain(told);
  });

  it('says that nothing changed, since when, and when the next one comes', () => {
    expect(prepared({ lastStakeholderUpdateAt: tPlus(0) })).toBe(
      [
        'INC-2026-03-17-001 · SEV1 · CheckoutDown',
        'No change since 14:30 UTC, still in triage.',
        'Next update: 14:40 UTC.',
      ].join('\n'),
    );
  });

  it('promises no next one where nobody has to be told', () => {
    expect(prepared({ severity: 'SEV3' })).not.toContain('Next update');
  });

  it('promises no next one once it is resolved, and says how that was', () => {
    const resolved = given(observe([signal()]))
      .when(confirm('SEV1'))
      .when(observe([signal({ status: 'resolved', endsAt: tPlus(150) })], { at: tPlus(150) }))
      .when(vouch(tPlus(170)))
      .when(resolve(tPlus(180)));
    const text = preparedUpdate(resolved.incident, tPlus(300), 'en', DEFAULT_POLICY);
    expect(text).toContain('- resolved: it recovered without a recorded fix\n');
    expect(text).not.toContain('Next update');
  });

  it('says the day where it is another one', () => {
    const text = prepared({ lastStakeholderUpdateAt: '2026-03-16T23:58:00.000Z' });
    expect(text).toContain('No change since 2026-03-16 23:58 UTC');
  });

  it('speaks Vietnamese first where both languages are wanted', () => {
    const both = prepared({ changes: [changed('cause', 'pool exhausted')] }, 'both');
    const [vietnamese, english] = both.split('\n\n');
    expect(vietnamese).toContain('- đã biết nguyên nhân gốc: pool exhausted');
    expect(english).toContain('- the root cause is known: pool exhausted');
    expect(prepared({ changes: [changed('cause', 'pool exhausted')] }, 'vi')).toBe(vietnamese);
  });
});
