/** Whatever happens to incidents, in whatever order, the projection is the fold of the events. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide.ts';
import { evolve } from '../../src/domain/evolve.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy.ts';
import { SEVERITIES } from '../../src/domain/severity.ts';
import type { Loaded } from '../../src/ports/incident-store.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
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
} from '../given/command.ts';
import { givenDatabases, sql } from '../given/database.ts';
import { appendEvents, opening, stateAfter } from '../given/incident.ts';
import { LAN, signal, TOCSIN, tPlus } from '../given/story.ts';

const databases = givenDatabases();
let open: OpenStore;

beforeAll(async () => {
  open = await databases.store();
});

/** A command as it is given at a moment of an incident's life. */
type Step = (incident: Incident, at: string) => Command;

const fingerprints = fc.constantFrom('a', 'b', 'c');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ fingerprint: fingerprints, severity: fc.constantFrom(...SEVERITIES) }).map(
    ({ fingerprint, severity }): Step =>
      (incident, at) =>
        opening({
          id: incident.id,
          at,
          severity,
          signals: [signal({ fingerprint, startsAt: at })],
        }),
  ),
  fingerprints.map(
    (fingerprint): Step =>
      (incident, at) =>
        opening({
          id: incident.id,
          at,
          signals: [signal({ fingerprint, status: 'resolved', endsAt: at })],
        }),
  ),
  fc.constantFrom(...SEVERITIES).map(
    (severity): Step =>
      (_, at) =>
        confirm(severity, at),
  ),
  fc.string({ unit: 'binary' }).map(
    (text): Step =>
      (_, at) => ({ type: 'TakeNote', at, by: LAN, text }),
  ),
  fc.constantFrom<Step>(
    (_, at) => evidence({ question: at }),
    (_, at) => cause(['E1'], at),
    (_, at) => fix(['E1'], at),
    ({ clearedAt }, at) => check('recovered', clearedAt ?? at, 1, at),
    (_, at) => vouch(at),
    (_, at) => usersOk(at),
    (_, at) => ({ type: 'NameServices', at, by: LAN, services: [`service ${at}`] }),
    (_, at) => ({ type: 'StateWhy', at, by: LAN, texts: ['a', 'b'] }),
    (_, at) => ({ type: 'UpdateStakeholders', at, by: LAN, text: 'half is back' }),
    (_, at) => ({
      ...{ type: 'AddAction', at, by: LAN, text: 'x', owner: 'Lan', due: '2026-12-01' },
      proof: { promql: 'up', days: 2 },
    }),
    (_, at) => ({ type: 'FinishAction', at, by: LAN, action: 'A1' }),
    (_, at) => resolve(at),
    (_, at) => override(null, at),
    (_, at) => ({ type: 'AcceptProposal', at, by: TOCSIN }),
    (_, at) => ({ type: 'Acknowledge', at, by: LAN }),
    (_, at) => ({ type: 'LinkPagerduty', at, by: LAN, incidentId: 'Q1', url: '', keys: [] }),
    (_, at) => ({ type: 'ClosePostmortem', at, by: LAN }),
  ),
);

let lives = 0;

/** Lives a life in the store; what is refused or no news is passed over. */
async function live(steps: readonly Step[]): Promise<Loaded> {
  lives += 1;
  const id = `INC-2026-03-17-${lives}`;
  const first = opening({ id, signals: [signal({ fingerprint: 'a' })] });
  let loaded: Loaded | null = null;
  for (const [index, next] of [() => first, ...steps].entries()) {
    const at = tPlus(index * 60);
    const command: Command = loaded === null ? first : next(loaded.incident, at);
    const decided = decide(loaded?.incident ?? null, command, DEFAULT_POLICY);
    if (!decided.ok || decided.value.length === 0) continue;
    const change = appendEvents(loaded, decided.value);
    await open.store.transaction((tx) => tx.append(change));
    // Each step begins from what the store gives back, as the service's do.
    loaded = await open.store.load(id);
    expect(loaded?.version).toBe(stateAfter(change).version);
  }
  if (loaded === null) throw new Error('nothing was opened');
  return loaded;
}

describe('after any life of an incident', () => {
  it('what is loaded is what its events fold to, and counts as what it is', async () => {
    const resolved = { before: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { incident, version } = await live(steps);
        const timeline = await open.store.timeline(incident.id);
        let folded: Incident | null = null;
        for (const { event } of timeline) folded = evolve(folded, event);
        expect(incident).toEqual(folded);
        expect(timeline).toHaveLength(version);

        const resolutions = timeline.filter(({ event }) => event.type === 'IncidentResolved');
        resolved.before += resolutions.length;
        const tallies = await open.census.resolved();
        expect(tallies.reduce((sum, tally) => sum + tally.value, 0)).toBe(resolved.before);
        const [row] = await sql(
          open.url,
          'select status, severity, version from tocsin.incidents where id = $1',
          [incident.id],
        );
        expect(row).toEqual({
          status: incident.phase.status,
          severity: incident.severity,
          version,
        });
      }),
      { numRuns: 60 },
    );
  });
});
