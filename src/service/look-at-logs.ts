/** Looks at an alert's logs: asks the log store what was said before and since the onset, as one piece of evidence. */
import { sourceUnavailable } from '../diagnosis/finding.ts';
import type { FrozenEvidence } from '../diagnosis/frozen-evidence.ts';
import { type LogChange, logChange } from '../diagnosis/log-change.ts';
import { draftLogEvidence, draftLogHole } from '../diagnosis/log-evidence.ts';
import {
  firstOccurrence,
  type LogQuestions,
  logQuestions,
  logWindows,
} from '../diagnosis/log-questions.ts';
import type { LogScene } from '../diagnosis/log-scene.ts';
import { selectorsToTry } from '../diagnosis/log-selectors.ts';
import { isOfTemplate } from '../diagnosis/log-template.ts';
import { type Instant, plusSeconds } from '../domain/instant.ts';
import type { LogSelector, Logs, LogVolume } from '../ports/logs.ts';
import { PortError } from '../ports/port-error.ts';
import { type AskStore, askStore, type Occasion, orNull, type StoreParts } from './ask-store.ts';
import { holeOf } from './hole.ts';
import type { FoundEvidence } from './look.ts';
import type { Parts } from './parts.ts';

/** For all questions together. */
const SECONDS = 12;

/** null: the store has no label for the alerts. A store that does not answer is a hole, and evidence, too. */
export async function lookAtLogs(
  parts: StoreParts & Pick<Parts, 'settings'>,
  logs: Logs,
  occasion: Occasion,
  seconds = SECONDS,
): Promise<FoundEvidence | null> {
  const { logLabels } = parts.settings();
  const { name, look, onset, to, lookback } = occasion;
  const times = { onset, to, lookback };
  const base = { source: 'loki', look, title: `What ${name} logged` } as const;
  const { baseline, incident } = logWindows(times);
  const window = { from: baseline.from, to: incident.to };
  const ask = askStore(parts, { backend: 'loki', name: 'Loki', seconds });
  let query = '';
  try {
    const known = await ask(() => logs.labels(window));
    for (const selector of selectorsToTry(occasion, known, logLabels ?? undefined)) {
      const questions = logQuestions({ selector, ...times });
      // Streams of this name may not exist; what the last one asked for stands for all of them.
      query = logs.queryOf(questions.failuresSince);
      const volume = await ask(() => logs.volume(questions.volume));
      if (volume.levels.length === 0) continue;
      const scene = await sceneOf(ask, logs, questions, volume);
      const change = logChange(scene);
      const seenBefore = await orNull(earliest(ask, logs, selector, { change, baseline }));
      return draftLogEvidence({ ...base, query, scene, change, seenBefore });
    }
    return query === '' ? null : emptyEvidence({ ...base, query }, { baseline, incident });
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const hole = draftLogHole({ ...base, query }, window, sourceUnavailable('Loki', error.message));
    return { ...hole, hole: holeOf('Loki', error) };
  }
}

function emptyEvidence(
  base: Pick<Parameters<typeof draftLogEvidence>[0], 'source' | 'look' | 'title' | 'query'>,
  windows: Pick<LogScene, 'baseline' | 'incident'>,
): FrozenEvidence {
  const scene = { ...windows, volume: null, patterns: null, before: null, after: null };
  return draftLogEvidence({ ...base, scene, change: logChange(scene) });
}

const LONG_BEFORE_SECONDS = 24 * 3600;

/** What is new within an hour may happen every night: the first line of the first new kind in the day before. */
async function earliest(
  ask: AskStore,
  logs: Logs,
  selector: LogSelector,
  { change, baseline }: { change: LogChange; baseline: LogScene['baseline'] },
): Promise<Instant | null> {
  const kind = change.kinds.find(({ isNew, example }) => isNew && example !== '');
  if (kind === undefined) return null;
  const span = { from: plusSeconds(baseline.from, -LONG_BEFORE_SECONDS), to: baseline.from };
  const question = firstOccurrence(selector, kind.text, span);
  if (question === null) return null;
  const { lines } = await ask(() => logs.lines(question));
  return lines.find(({ text }) => isOfTemplate(text, kind.text))?.at ?? null;
}

/** Failures alone where levels are known, so that they are not lost among everything else; any lines otherwise. */
async function sceneOf(
  ask: AskStore,
  logs: Logs,
  questions: LogQuestions,
  volume: LogVolume,
): Promise<LogScene> {
  const { baseline, incident } = questions;
  const hasLevels = volume.levels.some(({ level }) => level !== 'unknown');
  const [earlier, later] = hasLevels
    ? [questions.failuresBefore, questions.failuresSince]
    : [questions.linesBefore, questions.linesSince];
  const [patterns, before, after] = await Promise.all([
    orNull(ask(() => logs.patterns(questions.volume))),
    ask(() => logs.lines(earlier)),
    ask(() => logs.lines(later)),
  ]);
  return { baseline, incident, volume, patterns, before, after };
}
