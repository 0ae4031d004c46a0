/** Log evidence: what the logs said around an onset, frozen, with one sentence about it. */
import type { Evidence } from '../domain/evidence.ts';
import type { Instant } from '../domain/instant.ts';
import type { LogLine } from '../ports/logs.ts';
import { type FrozenEvidence, freezeEvidence, questionKey } from './frozen-evidence.ts';
import type { LogChange } from './log-change.ts';
import type { LogScene, TimeSpan } from './log-scene.ts';
import { logSummary } from './log-wording.ts';

const EXCERPT_LINES = 20;
const LONGEST_LINE = 4096;

export interface LogEvidenceGiven {
  readonly source: Evidence['source'];
  /** Tells the questions of one look from those of another; empty for the first. */
  readonly look: string;
  readonly title: string;
  /** In the store's own language. */
  readonly query: string;
  readonly scene: LogScene;
  readonly change: LogChange;
  /** When the first new kind was there long before after all. Default: it was not, or nobody looked. */
  readonly seenBefore?: Instant | null;
}

export function draftLogEvidence(given: LogEvidenceGiven): FrozenEvidence {
  const { source, title, query, scene, change } = given;
  const window = windowOf(scene);
  const outcome = change.hasLines ? 'answered' : 'empty';
  const seenBefore = given.seenBefore ?? null;
  const summary = logSummary(change, scene, seenBefore);
  const question = logKey(given.look, query);
  const answer = {
    query,
    window,
    baseline: scene.baseline,
    incident: scene.incident,
    volume: scene.volume,
    levels: change.levels,
    kinds: change.kinds.map((kind) => ({ ...kind, example: cut(kind.example) })),
    first: change.first,
    seen_before: seenBefore,
    fell_silent: change.fellSilent,
    is_part: change.isPart,
    excerpt: excerptOf(scene, change),
  };
  return freezeEvidence(
    { question, source, title, query, window, outcome, summary, link: '' },
    answer,
  );
}

/** The hole is evidence, too: `reason` is the port error's message. */
export function draftLogHole(
  given: Pick<LogEvidenceGiven, 'source' | 'look' | 'title' | 'query'>,
  window: TimeSpan,
  summary: string,
): FrozenEvidence {
  const { source, title, query, look } = given;
  const question = logKey(look, query);
  const outcome = 'unavailable';
  const draft = { question, source, title, query, window, outcome, summary, link: '' } as const;
  return freezeEvidence(draft, { query, window });
}

/** The same question of the same look is recorded once per incident. */
function logKey(look: string, query: string): string {
  return `${look}${questionKey('logs', query)}`;
}

function windowOf({ baseline, incident }: LogScene): TimeSpan {
  return { from: baseline.from, to: incident.to };
}

/** Lines of the kinds that changed stand first, as they were written. */
function excerptOf({ after }: LogScene, change: LogChange): readonly LogLine[] {
  const lines = after?.lines ?? [];
  const told = new Set(change.kinds.map(({ example }) => example));
  const telling = lines.filter(({ text }) => told.has(text));
  const others = lines.filter(({ text }) => !told.has(text));
  return [...telling, ...others]
    .slice(0, EXCERPT_LINES)
    .map((line) => ({ ...line, text: cut(line.text) }));
}

function cut(text: string): string {
  return text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE - 1)}…`;
}
