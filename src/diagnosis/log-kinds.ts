/** Kinds of lines, counted before and since the onset: clustered by us, or as the log store found them. */
import { epochSeconds, type Instant } from '../domain/instant.ts';
import type { LogLevel, LogLine, LogLines } from '../ports/logs.ts';
import { type LogScene, minutesOf } from './log-scene.ts';
import { createTemplates, templateOf } from './log-template.ts';
import type { Counted } from './rate-change.ts';

export interface KindCount {
  readonly text: string;
  readonly level: LogLevel | null;
  readonly before: Counted;
  readonly after: Counted;
  /** Since the onset. */
  readonly first: Instant | null;
  readonly example: string;
  readonly isPattern: boolean;
}

interface Tally {
  before: number;
  after: number;
  first: LogLine | null;
}

/** `isPart`: lines or kinds were left out. */
export function kindsOfLines({ before, after, baseline, incident }: LogScene): {
  readonly kinds: readonly KindCount[];
  readonly isPart: boolean;
} {
  // Without the time before, nothing can be called new.
  if (before === null || after === null) return { kinds: [], isPart: false };
  const templates = createTemplates();
  const tallies = new Map<number, Tally>();
  let leftOut = 0;
  const count = (line: LogLine, when: 'before' | 'after') => {
    const number = templates.place(line.text, groupOf(line));
    if (number === null) leftOut += 1;
    else add(tallies, number, line, when);
  };
  for (const line of before.lines) count(line, 'before');
  for (const line of after.lines) count(line, 'after');
  const earlier = minutesOf({ ...baseline, from: lastRead(before) ?? baseline.from });
  const later = minutesOf({ ...incident, to: lastRead(after) ?? incident.to });
  const kinds = [...tallies].map(([number, tally]) => ({
    text: templates.text(number),
    level: tally.first?.level ?? null,
    before: { count: tally.before, minutes: earlier },
    after: { count: tally.after, minutes: later },
    first: tally.first?.at ?? null,
    example: tally.first?.text ?? '',
    isPattern: false,
  }));
  const isCut = before.truncated || after.truncated;
  return { kinds, isPart: isCut || leftOut > 0 };
}

const SAID_LEVEL = /\b(?:level|lvl|severity)["']?\s{0,2}[=:]\s{0,2}["']?([a-z]{3,12})/iu;

/** An error differs from a success sometimes by nothing but its level. */
function groupOf({ level, text }: LogLine): string {
  if (level !== 'unknown') return level;
  return SAID_LEVEL.exec(text.slice(0, 1000))?.[1]?.toLowerCase() ?? level;
}

function add(
  tallies: Map<number, Tally>,
  number: number,
  line: LogLine,
  when: 'before' | 'after',
): void {
  const tally = tallies.get(number) ?? { before: 0, after: 0, first: null };
  tallies.set(number, tally);
  tally[when] += 1;
  const isFirst = tally.first === null || line.at < tally.first.at;
  if (when === 'after' && isFirst) tally.first = line;
}

/** Both answers begin at the onset's side; of one that was cut, what lies beyond its last line was not read. */
function lastRead({ truncated, lines }: LogLines): Instant | null {
  return truncated ? (lines.at(-1)?.at ?? null) : null;
}

/** Patterns that our own clustering does not have. */
export function kindsOfPatterns(
  { patterns, baseline, incident }: LogScene,
  own: readonly KindCount[],
): readonly KindCount[] {
  const known = new Set(own.map(({ text }) => text));
  const split = epochSeconds(incident.from);
  // A store that remembers only the last minutes cannot tell what is new.
  const remembers = (patterns ?? []).some(({ points }) => points.some(([at]) => at < split));
  if (!remembers) return [];
  return (patterns ?? []).flatMap(({ text, points }) => {
    const template = templateOf(text);
    if (known.has(template)) return [];
    const since = points.filter(([at]) => at >= split);
    const total = (some: typeof points) => some.reduce((sum, [, count]) => sum + count, 0);
    const all = total(points);
    const later = total(since);
    return [
      {
        text: template,
        level: null,
        before: { count: all - later, minutes: minutesOf(baseline) },
        after: { count: later, minutes: minutesOf(incident) },
        first: since[0] === undefined ? null : new Date(since[0][0] * 1000).toISOString(),
        example: '',
        isPattern: true,
      },
    ];
  });
}
