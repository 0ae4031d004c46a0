/** Which look a job is, and what is recorded of it. */
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../src/domain/incident.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import { holeOf } from '../../../src/service/hole.ts';
import { inTime } from '../../../src/service/in-time.ts';
import { lookPlan } from '../../../src/service/looks.ts';
import type { Parts } from '../../../src/service/parts.ts';
import { recordEvidence } from '../../../src/service/record-diagnosis.ts';
import { evidence } from '../artifacts/its-parts.ts';

const NOW = '2026-11-22T10:00:00.000Z';
const RETRO = '2026-11-22T09:00:00.000Z';

describe('a look', () => {
  it.each([
    [{}, 'first', '', '', 1, NOW],
    [{ round: 2 }, 'first', 'round:2:', '', 1, NOW],
    [{ round: 0, again: 3 }, 'again', 'again:3:', '', 1, NOW],
    [{ round: 1, wider: 2 }, 'wider', 'round:1:wider:2:', ' (wider look)', 16, NOW],
    [{ round: 1, retrospect: RETRO }, 'retrospect', 'retrospect:1:', '', 1, RETRO],
  ])('of %j is %s', (payload, kind, key, mark, reach, to) => {
    expect(lookPlan({ payload }, NOW)).toMatchObject({ kind, key, mark, reach, to });
  });
});

describe('a hole', () => {
  it.each([
    ['unavailable', true],
    ['timeout', true],
    ['rate-limited', true],
    ['refused', false],
    ['auth', false],
    ['malformed', false],
  ] as const)('that is %s may pass: %s', (reason, mayPass) => {
    expect(holeOf('Loki', new PortError(reason, 'no'))).toEqual({ text: 'Loki: no', mayPass });
  });

  it('is the same whenever it is asked next', () => {
    const resting = new PortError('unavailable', 'down; not asked again before 10:00:15 UTC');
    expect(holeOf('Loki', resting).text).toBe('Loki: down');
  });

  it('is what takes too long', async () => {
    const never = new Promise<never>(() => {});
    await expect(inTime('Loki', 0.01, never)).rejects.toMatchObject({
      reason: 'timeout',
      message: 'Loki did not answer everything within 0.01 s',
    });
    expect(await inTime('Loki', 5, Promise.resolve('an answer'))).toBe('an answer');
  });
});

describe('what a look again found', () => {
  const known = [
    evidence({ id: 'E1', question: 'red/errors:1', outcome: 'answered' }),
    evidence({ id: 'E2', question: 'logs:1', outcome: 'unavailable' }),
  ];
  const incident = { evidence: known } as unknown as Incident;
  const parts = { store: { load: async () => ({ incident, version: 1 }) } } as unknown as Parts;

  // There is nothing to write with: whatever is news would throw.
  it.each([
    ['has its answer already', 'red/errors:1', 'answered'],
    ['is still not there', 'logs:1', 'unavailable'],
  ] as const)('is no news where it %s', async (_, question, outcome) => {
    const plan = lookPlan({ payload: { round: 0, again: 1 } }, NOW);
    const { id: __, ...rest } = evidence({});
    const draft = { ...rest, question: plan.key + question, outcome };
    expect(await recordEvidence(parts, 'INC-1', plan, [{ draft, answer: null }])).toBe(incident);
  });

  it('is none where the incident is gone', async () => {
    const gone = { store: { load: async () => null } } as unknown as Parts;
    expect(await recordEvidence(gone, 'INC-1', lookPlan({ payload: {} }, NOW), [])).toBeNull();
  });
});
