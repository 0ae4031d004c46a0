import { describe, expect, it } from 'vitest';
import { askScoped } from '../../../src/service/ask-scoped.ts';
import { createLearnedLabels } from '../../../src/service/learned-labels.ts';
import { movableClock } from '../../given/movable-clock.ts';
import { EMPTY, givenSource, withSeries } from './given-source.ts';

const AT = '2026-11-22T14:00:00.000Z';
const QUERY = 'sum by (service) (rate(a{service="web",cluster="eu"}[5m]))';
const BARE = 'sum by (service) (rate(a{service="web"}[5m]))';
const CHECK = 'group by (cluster) (a{service="web"})';

function given(answers: Record<string, ReturnType<typeof withSeries>>) {
  const clock = movableClock();
  const learned = createLearnedLabels(clock);
  const source = givenSource((query) => answers[query] ?? EMPTY);
  const ask = (query = QUERY) =>
    askScoped(source, { query, from: AT, to: AT, step: 15 }, ['cluster'], learned);
  return { clock, learned, source, ask };
}

describe('a question within the scope of an alert', () => {
  it('is asked once where it has an answer', async () => {
    const { ask, source } = given({ [QUERY]: withSeries({ service: 'web' }) });
    expect((await ask()).query).toBe(QUERY);
    expect(source.asked).toEqual([QUERY]);
  });

  it('is asked once more without a label that no series has, and never with it again', async () => {
    const { ask, source, learned } = given({
      [CHECK]: withSeries({}),
      [BARE]: withSeries({ service: 'web' }),
    });
    const { answer, query } = await ask();
    expect([answer.series.length, query]).toEqual([1, BARE]);
    expect(source.asked).toEqual([QUERY, CHECK, BARE]);
    expect(learned.missing()).toEqual(['cluster']);
    await ask();
    expect(source.asked.slice(3)).toEqual([BARE]);
  });

  it('stays empty where series have the label: those of another installation say nothing', async () => {
    const { ask, source } = given({
      [CHECK]: withSeries({ cluster: 'us' }),
      [BARE]: withSeries({ service: 'web' }),
    });
    expect(await ask()).toEqual({ answer: EMPTY, query: QUERY });
    expect(source.asked).toEqual([QUERY, CHECK]);
    await ask();
    expect(source.asked).toEqual([QUERY, CHECK, QUERY]);
  });

  it('stays empty where nothing is known of the metric', async () => {
    const { ask, source } = given({ [BARE]: withSeries({ service: 'web' }) });
    expect((await ask()).answer).toBe(EMPTY);
    expect(source.asked).toEqual([QUERY, CHECK]);
  });

  it('has nothing to find out without such labels', async () => {
    const { ask, source } = given({});
    await ask('up');
    expect(source.asked).toEqual(['up']);
  });

  it('forgets what it learned after an hour', async () => {
    const { ask, source, clock, learned } = given({
      [CHECK]: withSeries({}),
      [BARE]: withSeries({ service: 'web' }),
    });
    await ask();
    clock.forward(3600);
    expect(learned.missing()).toEqual([]);
    await ask();
    expect(source.asked.slice(3)).toEqual([QUERY, CHECK, BARE]);
  });
});
