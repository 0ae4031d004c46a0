/** The tally book counts in memory and writes into the database now and then: never one write for one request. */
import type { Tallies } from '../ports/tallies.ts';
import type { Family, Sample } from './family.ts';
import { bounded, combinations, type Instruments } from './instruments.ts';

export interface TallyBook {
  /** As of Instruments; its samples come from all processes, and none are shown before they were read once. */
  readonly counter: Instruments['counter'];
  readonly families: readonly Family[];
  /** Writes what was counted since the last time. What cannot be written now is kept for the next. */
  flush(): Promise<void>;
  /** Reads what all processes wrote. */
  read(): Promise<void>;
}

interface Count {
  readonly labels: Readonly<Record<string, string>>;
  /** Since this process began. */
  value: number;
  /** How much of it is in the database. */
  written: number;
}

export function createTallyBook(tallies: Tallies): TallyBook {
  const counts = new Map<string, Count>();
  const families: Family[] = [];
  let others: ReadonlyMap<string, number> | null = null;
  const inTurn = queue();
  const at = (name: string, labels: Readonly<Record<string, string>>): Count => {
    const key = keyOf(name, labels);
    const known = counts.get(key);
    if (known !== undefined) return known;
    const made = { labels, value: 0, written: 0 };
    counts.set(key, made);
    return made;
  };
  const samplesOf = (name: string): readonly Sample[] => {
    if (others === null) return [];
    const written = others;
    return [...counts]
      .filter(([key]) => key.startsWith(`${name} `))
      .map(([key, { labels, value }]) => ({ labels, value: value + (written.get(key) ?? 0) }));
  };
  return {
    families,
    counter(name, help, known) {
      for (const labels of combinations(known)) at(name, labels);
      families.push({ name, help, type: 'counter', samples: () => samplesOf(name) });
      return (labels, by = 1) => {
        at(name, bounded(known, labels)).value += by;
      };
    },
    flush: () => inTurn(() => write(tallies, counts)),
    read: () =>
      inTurn(async () => {
        others = withoutOurs(await tallies.read(), counts);
      }),
  };
}

function keyOf(name: string, labels: Readonly<Record<string, string>>): string {
  return [name, ...Object.values(labels)].join(' ');
}

async function write(tallies: Tallies, counts: ReadonlyMap<string, Count>): Promise<void> {
  const news = [...counts].map(([key, count]) => ({ key, count, by: count.value - count.written }));
  const fresh = news.filter(({ by }) => by > 0);
  if (fresh.length === 0) return;
  await tallies.add(new Map(fresh.map(({ key, by }) => [key, by])));
  for (const { count, by } of fresh) count.written += by;
}

/** What other processes counted, and this one before it was started anew. */
function withoutOurs(
  all: ReadonlyMap<string, number>,
  counts: ReadonlyMap<string, Count>,
): ReadonlyMap<string, number> {
  return new Map([...all].map(([key, value]) => [key, value - (counts.get(key)?.written ?? 0)]));
}

/** One after the other: what is read must not hold half of what is being written. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
