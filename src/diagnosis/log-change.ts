/** The log change: which kinds of lines are new or much louder since the onset, and how much is logged by level. */
import { epochSeconds, type Instant } from '../domain/instant.ts';
import type { LogLevel } from '../ports/logs.ts';
import { type KindCount, kindsOfLines, kindsOfPatterns } from './log-kinds.ts';
import { type LogScene, minutesOf } from './log-scene.ts';
import { LOUD, type RateChange, rateChange } from './rate-change.ts';

export interface LevelChange extends RateChange {
  readonly level: LogLevel;
}

export interface KindChange extends RateChange {
  /** With `<_>` for what differs. */
  readonly text: string;
  /** Of its first line; null where only the store knows the kind. */
  readonly level: LogLevel | null;
  readonly lines: number;
  /** Never seen in what was read of the baseline. */
  readonly isNew: boolean;
  /** Null where the time of no line is known. */
  readonly first: Instant | null;
  /** Its first line, raw; empty where only the store knows the kind. */
  readonly example: string;
}

export interface LogChange {
  /** Those with lines, the worst level first. */
  readonly levels: readonly LevelChange[];
  /** New ones first, then the louder ones, the strongest first; at most 20. */
  readonly kinds: readonly KindChange[];
  /** The first line of the new kinds. */
  readonly first: Instant | null;
  /** True when hardly anything was logged any more. */
  readonly fellSilent: boolean;
  /** True when something was left out of what was compared. */
  readonly isPart: boolean;
  /** False when there was no line at all. */
  readonly hasLines: boolean;
}

const ORDER: readonly LogLevel[] = [
  'critical',
  'error',
  'warn',
  'info',
  'debug',
  'trace',
  'unknown',
];
const MOST_KINDS = 20;
const FEWEST_OF_LOUDER = 10;
const FEWEST_OF_NEW_PATTERN = 5;
const FEWEST_BEFORE_SILENCE = 20;
const SILENT_SHARE = 0.1;

export function logChange(scene: LogScene): LogChange {
  const levels = levelsOf(scene);
  const own = kindsOfLines(scene);
  const kinds = [...own.kinds, ...kindsOfPatterns(scene, own.kinds)].flatMap(changeOf).sort(worse);
  const times = kinds.flatMap((kind) => (kind.isNew && kind.first !== null ? [kind.first] : []));
  return {
    levels,
    kinds: kinds.slice(0, MOST_KINDS),
    first: times.sort()[0] ?? null,
    fellSilent: isSilent(scene, levels),
    isPart: own.isPart || scene.volume?.truncated === true,
    hasLines: levels.length > 0 || own.kinds.length > 0 || (scene.patterns ?? []).length > 0,
  };
}

function levelsOf({ volume, baseline, incident }: LogScene): readonly LevelChange[] {
  const [split, end] = [epochSeconds(incident.from), epochSeconds(incident.to)];
  const changes = (volume?.levels ?? []).map(({ level, points }) => {
    const count = (from: number, to: number) =>
      points.reduce((sum, [at, lines]) => (at > from && at <= to ? sum + lines : sum), 0);
    const before = {
      count: count(epochSeconds(baseline.from), split),
      minutes: minutesOf(baseline),
    };
    const after = { count: count(split, end), minutes: minutesOf(incident) };
    return { level, ...rateChange(before, after) };
  });
  return changes
    .filter(({ before, after }) => before > 0 || after > 0)
    .sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
}

function changeOf(kind: KindCount): readonly KindChange[] {
  const { before, after, isPattern } = kind;
  const isNew = before.count === 0;
  const change = rateChange(before, after);
  const isWorth = isNew
    ? after.count >= (isPattern ? FEWEST_OF_NEW_PATTERN : 1)
    : after.count >= FEWEST_OF_LOUDER && change.strength >= LOUD;
  if (!isWorth || after.count === 0) return [];
  const { text, level, first, example } = kind;
  return [{ text, level, first, example, isNew, lines: after.count, ...change }];
}

function worse(a: KindChange, b: KindChange): number {
  const rank = ({ level }: KindChange) => ORDER.indexOf(level ?? 'unknown');
  if (a.isNew !== b.isNew) return a.isNew ? -1 : 1;
  return rank(a) - rank(b) || b.strength - a.strength || (a.text < b.text ? -1 : 1);
}

function isSilent(scene: LogScene, levels: readonly LevelChange[]): boolean {
  const before = levels.reduce((sum, level) => sum + level.before, 0);
  const after = levels.reduce((sum, level) => sum + level.after, 0);
  const expected = before * minutesOf(scene.incident);
  return expected >= FEWEST_BEFORE_SILENCE && after < SILENT_SHARE * before;
}
