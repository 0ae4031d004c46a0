/** A census and an outbox that say what they are told, remember what they were asked, and can be away. */
import type { Census, Distribution, Duration, Tally } from '../../src/ports/census.ts';
import type { Outbox } from '../../src/ports/outbox.ts';
import type { Tallies } from '../../src/ports/tallies.ts';

export interface FakeCensus extends Census {
  readonly asked: string[];
  readonly pending: Outbox['pending'];
  /** By the name of the question. */
  readonly tallies: Record<string, readonly Tally[]>;
  readonly distributions: Partial<Record<Duration, readonly Distribution[]>>;
  reopenedTimes: number;
  due: { count: number; oldestSeconds: number };
  mood: 'well' | 'away' | 'silent';
  /** What all processes wrote, by name. */
  readonly written: Map<string, number>;
  readonly tallyRows: Tallies;
}

export function fakeCensus(): FakeCensus {
  async function answer<T>(question: string, value: () => T): Promise<T> {
    fake.asked.push(question);
    if (fake.mood === 'away') throw new Error('connect ECONNREFUSED');
    if (fake.mood === 'silent') await new Promise(() => {});
    return value();
  }
  const tally = (question: string) => () => answer(question, () => fake.tallies[question] ?? []);
  const fake: FakeCensus = {
    asked: [],
    tallies: {},
    distributions: {},
    reopenedTimes: 0,
    due: { count: 0, oldestSeconds: 0 },
    mood: 'well',
    written: new Map(),
    tallyRows: {
      add: (counts) =>
        answer('add', () => {
          for (const [name, by] of counts) {
            fake.written.set(name, (fake.written.get(name) ?? 0) + by);
          }
        }),
      read: () => answer('read', () => new Map(fake.written)),
    },
    opened: tally('opened'),
    resolved: tally('resolved'),
    active: tally('active'),
    proposals: tally('proposals'),
    pages: tally('pages'),
    reopened: () => answer('reopened', () => fake.reopenedTimes),
    durations: (of) => answer(`durations ${of}`, () => fake.distributions[of] ?? []),
    pending: () => answer('pending', () => fake.due),
  };
  return fake;
}
