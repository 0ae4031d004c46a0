import { describe, expect, it } from 'vitest';
import { PortError, type PortReason } from '../../../src/ports/port-error.ts';
import { behindProbe, createProbe } from '../../../src/service/probe.ts';
import { movableClock } from '../../given/movable-clock.ts';
import { givenSource } from './given-source.ts';

/** A backend that is up or down as the test says, and counts who comes. */
function backend() {
  const state = { reason: 'unavailable' as PortReason | null, asked: 0 };
  const work = async () => {
    state.asked += 1;
    await Promise.resolve();
    if (state.reason !== null)
      throw new PortError(state.reason, 'Prometheus: timed out after 10 s');
    return 'answer';
  };
  return { state, work };
}

function given() {
  const clock = movableClock('2026-11-22T14:00:00.000Z');
  const probe = createProbe(clock, 15);
  const { state, work } = backend();
  const many = (count: number) =>
    Promise.allSettled(Array.from({ length: count }, () => probe.ask('prometheus', work)));
  return { clock, probe, state, work, many };
}

describe('a backend that is down', () => {
  it('costs one question, whoever asks at once or later', async () => {
    const { many, state } = given();
    const results = await many(40);
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(state.asked).toBe(1);
    await many(40);
    expect(state.asked).toBe(1);
  });

  it('is said to be down with the reason, and when it is asked again', async () => {
    const { probe, work } = given();
    await expect(probe.ask('prometheus', work)).rejects.toThrow('timed out after 10 s');
    await expect(probe.ask('prometheus', work)).rejects.toMatchObject({
      reason: 'unavailable',
      message: 'Prometheus: timed out after 10 s; not asked again before 14:00:15 UTC',
    });
  });

  it('is asked once more after its rest, by one of many', async () => {
    const { clock, many, state } = given();
    await many(3);
    clock.forward(15);
    await many(20);
    expect(state.asked).toBe(2);
  });

  it('is asked by all again when that one has an answer', async () => {
    const { clock, many, state } = given();
    await many(3);
    clock.forward(15);
    state.reason = null;
    const results = await many(5);
    expect(results.every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(state.asked).toBe(6);
  });

  it('says nothing about another one', async () => {
    const { probe, many } = given();
    await many(2);
    expect(await probe.ask('loki', async () => 'lines')).toBe('lines');
  });
});

describe('a backend that answers', () => {
  it('is asked by all at once, as long as it did so lately', async () => {
    const { clock, probe, state, work } = given();
    state.reason = null;
    await probe.ask('prometheus', work);
    let open = 0;
    let most = 0;
    const slow = async () => {
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => probe.ask('prometheus', slow)));
    expect(most).toBe(5);
    clock.forward(16);
    most = 0;
    await Promise.all(Array.from({ length: 2 }, () => probe.ask('prometheus', slow)));
    expect(most).toBe(1);
  });

  it.each(['refused', 'auth', 'malformed', 'rate-limited'] as const)(
    'is not down when it says no: %s',
    async (reason) => {
      const { many, state } = given();
      state.reason = reason;
      await many(5);
      expect(state.asked).toBe(5);
    },
  );

  it('is not down when a question is too much for it that others did not have to wait for', async () => {
    const { clock, probe, state, work } = given();
    state.reason = null;
    await probe.ask('prometheus', work);
    let giveUp = (_: PortError): void => {};
    const heavy = probe.ask(
      'prometheus',
      () =>
        new Promise<never>((_, reject) => {
          giveUp = reject;
        }),
    );
    clock.forward(8);
    await probe.ask('prometheus', work);
    clock.forward(2);
    giveUp(new PortError('timeout', 'Prometheus: timed out after 10 s'));
    await expect(heavy).rejects.toThrow('timed out');
    expect(await probe.ask('prometheus', work)).toBe('answer');
  });

  it('is not blamed for a bug of ours', async () => {
    const { probe } = given();
    const bug = async () => {
      throw new TypeError('a bug');
    };
    await expect(probe.ask('prometheus', bug)).rejects.toThrow('a bug');
    await expect(probe.ask('prometheus', bug)).rejects.toThrow('a bug');
  });
});

it('stands before every method of a metric source', async () => {
  const { probe } = given();
  const source = givenSource(() => {
    throw new PortError('timeout', 'Prometheus: timed out after 10 s');
  });
  const metrics = behindProbe(source, probe);
  const at = '2026-11-22T14:00:00.000Z';
  const question = { query: 'up', from: at, to: at, step: 15 };
  await expect(metrics.range(question)).rejects.toThrow('timed out');
  await expect(metrics.instant('up', at)).rejects.toThrow('not asked again');
  await expect(metrics.ruleExpression('x')).rejects.toThrow('not asked again');
  await expect(metrics.metricNames([], question)).rejects.toThrow('not asked again');
  expect(metrics.link(question)).toBe('');
  expect(source.asked).toEqual(['up']);
});
