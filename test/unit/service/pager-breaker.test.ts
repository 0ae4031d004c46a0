import { describe, expect, it } from 'vitest';
import type { Severity } from '../../../src/domain/severity.ts';
import type { Page } from '../../../src/ports/pager.ts';
import { PortError, type PortReason } from '../../../src/ports/port-error.ts';
import { behindBreaker } from '../../../src/service/pager-breaker.ts';
import { movableClock } from '../../given/movable-clock.ts';
import { rememberingLog } from '../../given/remembering-log.ts';

const page = (severity: Severity): Page => ({
  dedupKey: `key of ${severity}`,
  incidentId: 'INC-1',
  summary: severity,
  source: 'checkout',
  severity,
  startedAt: '2026-11-22T14:00:00.000Z',
  details: {},
  links: [],
});

/** A pager that fails as the test says, and remembers what reached it. */
function given() {
  const clock = movableClock('2026-11-22T14:00:00.000Z');
  const log = rememberingLog();
  const shown: boolean[] = [];
  const reached: string[] = [];
  const state = { reason: 'unavailable' as PortReason | null };
  const send = async (what: string) => {
    reached.push(what);
    await Promise.resolve();
    if (state.reason !== null) throw new PortError(state.reason, 'PagerDuty failed (500)');
  };
  const behind = behindBreaker(
    {
      via: 'pagerduty',
      trigger: ({ severity }) => send(severity),
      resolve: () => send('resolve'),
    },
    { clock, log, meter: { pagerBreaker: (isOpen) => shown.push(isOpen) } },
  );
  /** What became of it: `taken`, or why not. */
  const told = (work: Promise<void>) =>
    work.then(
      () => 'taken',
      (error: unknown) => (error instanceof PortError ? error.message : String(error)),
    );
  const ring = (severity: Severity) => told(behind.trigger(page(severity)));
  const close = () => told(behind.resolve('key'));
  const many = async (count: number, work: () => Promise<string>) => {
    for (let time = 0; time < count; time += 1) await work();
    reached.length = 0;
  };
  return { clock, log, shown, reached, state, ring, close, many };
}

const LEFT_ALONE =
  'pagerduty failed 5 times in a row and is left alone; only a SEV1 is tried meanwhile';

describe('a pager that failed five times in a row', () => {
  it.each(['unavailable', 'timeout'] as const)(
    'is left alone by lower severities and closes: %s',
    async (reason) => {
      const { state, many, ring, close, reached } = given();
      state.reason = reason;
      await many(4, () => ring('SEV1'));
      expect(await close()).toBe('PagerDuty failed (500)');
      expect(reached).toEqual(['resolve']);
      expect(await ring('SEV2')).toBe(LEFT_ALONE);
      expect(await close()).toBe(LEFT_ALONE);
      expect(reached).toEqual(['resolve']);
    },
  );

  it('is tried by every SEV1, and one that is taken has all others go', async () => {
    const { state, many, ring, close, reached } = given();
    await many(5, () => ring('SEV2'));
    await ring('SEV1');
    await ring('SEV1');
    expect(reached).toEqual(['SEV1', 'SEV1']);
    expect(await ring('SEV2')).toBe(LEFT_ALONE);
    state.reason = null;
    expect(await ring('SEV1')).toBe('taken');
    expect(await ring('SEV2')).toBe('taken');
    expect(await close()).toBe('taken');
  });

  it('is tried by one of many half a minute after its last failure, and the others do not wait for it', async () => {
    const { clock, many, ring, reached } = given();
    await many(5, () => ring('SEV2'));
    clock.forward(20);
    await ring('SEV1');
    clock.forward(29);
    expect(await ring('SEV3')).toBe(LEFT_ALONE);
    clock.forward(1);
    reached.length = 0;
    const answers = await Promise.all([ring('SEV2'), ring('SEV3'), ring('SEV4')]);
    expect(answers).toEqual(['PagerDuty failed (500)', LEFT_ALONE, LEFT_ALONE]);
    expect(reached).toEqual(['SEV2']);
    expect(await ring('SEV2')).toBe(LEFT_ALONE);
  });

  it('is said to be left alone once, and once that it answers again', async () => {
    const { clock, state, many, ring, log, shown } = given();
    await many(9, () => ring('SEV1'));
    clock.forward(30);
    await ring('SEV2');
    expect(shown).toEqual([true]);
    state.reason = null;
    await many(3, () => ring('SEV1'));
    expect(shown).toEqual([true, false]);
    expect(log.lines.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      'error: the pager is left alone, only SEV1 is tried',
      'info: the pager answers again',
    ]);
    expect(log.lines[0]?.fields).toEqual({
      failures: 5,
      reason: 'unavailable: PagerDuty failed (500)',
    });
  });

  it.each(['refused', 'auth', 'rate-limited'] as const)(
    'is back when it says no by itself: %s',
    async (reason) => {
      const { state, many, ring, shown } = given();
      await many(5, () => ring('SEV2'));
      state.reason = reason;
      await ring('SEV1');
      expect(shown).toEqual([true, false]);
    },
  );

  it('is not back when somebody else answers in its place', async () => {
    const { state, many, ring } = given();
    await many(5, () => ring('SEV2'));
    state.reason = 'malformed';
    await ring('SEV1');
    expect(await ring('SEV2')).toBe(LEFT_ALONE);
  });
});

describe('a pager that fails now and then', () => {
  it('is not left alone', async () => {
    const { state, many, ring, shown } = given();
    await many(4, () => ring('SEV2'));
    state.reason = null;
    await ring('SEV2');
    state.reason = 'unavailable';
    await many(4, () => ring('SEV2'));
    expect(shown).toEqual([]);
  });

  it.each(['refused', 'auth', 'rate-limited', 'malformed'] as const)(
    'is not left alone for a no: %s',
    async (reason) => {
      const { state, many, ring, shown } = given();
      state.reason = reason;
      await many(9, () => ring('SEV2'));
      expect(shown).toEqual([]);
    },
  );
});
