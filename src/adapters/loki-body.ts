/** Loki's questions, in LogQL: what others wrote stands in them only as quoted text. */
import type {
  LinesQuestion,
  LogLevel,
  LogQuestion,
  LogSelector,
  VolumeQuestion,
} from '../ports/logs.ts';
import { PortError } from '../ports/port-error.ts';
import { goLiteral } from './outbound-literal.ts';

/** The most lines that Loki itself gives. */
const MOST_LINES = 5000;
/** The most points per series that Loki itself gives. */
const MOST_POINTS = 11_000;

const LABEL = /^[A-Za-z_]\w{0,255}$/u;

/** How programs write a level; the first is ours. */
export const LEVEL_WORDS: Readonly<Record<Exclude<LogLevel, 'unknown'>, readonly string[]>> = {
  critical: ['critical', 'crit', 'fatal', 'panic', 'emerg', 'emergency', 'alert'],
  error: ['error', 'err', 'eror', 'severe'],
  warn: ['warn', 'warning', 'wrn'],
  info: ['info', 'information', 'informational', 'notice', 'inf'],
  debug: ['debug', 'dbg', 'fine'],
  trace: ['trace', 'trc', 'verbose', 'finest'],
};

/** Throws PortError `refused` for labels that no stream can have, and for none at all. */
function selectorText(who: string, selector: LogSelector): string {
  const pairs = Object.entries(selector);
  const wrong = pairs.find(([name, value]) => !LABEL.test(name) || value === '');
  if (pairs.length === 0 || wrong !== undefined) {
    throw new PortError('refused', `${who}: streams are chosen by labels that have a value`);
  }
  return `{${pairs.map(([name, value]) => `${name}=${goLiteral(value)}`).join(',')}}`;
}

export function linesQuery(who: string, question: LinesQuestion): string {
  const holding = (question.holding ?? []).map((text) => ` |= ${goLiteral(text)}`);
  return [selectorText(who, question.selector), ...holding, levelFilter(question.levels)].join('');
}

/** Loki 3 adds `detected_level` to every line; before it, `level` is there where a stream has it as a label. */
function levelFilter(levels: readonly LogLevel[] = []): string {
  const words = levels.flatMap((level) => (level === 'unknown' ? [] : LEVEL_WORDS[level]));
  if (words.length === 0) return '';
  const pattern = goLiteral(`(?i)(${words.join('|')})`);
  return ` | detected_level=~${pattern} or level=~${pattern}`;
}

/** Throws PortError `refused` for what Loki would not take. */
export function linesForm(who: string, question: LinesQuestion): URLSearchParams {
  refuseBackwards(who, question);
  const { limit } = question;
  if (!(limit >= 1 && limit <= MOST_LINES)) {
    throw new PortError('refused', `${who}: the limit must be 1 to ${MOST_LINES} lines`);
  }
  return new URLSearchParams({
    query: linesQuery(who, question),
    start: nanoseconds(question.from),
    end: nanoseconds(question.to),
    limit: String(limit),
    direction: question.order === 'oldest-first' ? 'forward' : 'backward',
  });
}

/** A point at `t` counts the step before it, so the first one lies a step after the start. */
export function volumeForm(who: string, question: VolumeQuestion): URLSearchParams {
  refuseTooFine(who, question);
  const { step } = question;
  const streams = selectorText(who, question.selector);
  const first = Date.parse(question.from) + step * 1000;
  return new URLSearchParams({
    query: `sum by (detected_level, level) (count_over_time(${streams}[${step}s]))`,
    start: nanoseconds(new Date(first).toISOString()),
    end: nanoseconds(question.to),
    step: String(step),
  });
}

export function patternsQuery(who: string, question: VolumeQuestion): URLSearchParams {
  refuseTooFine(who, question);
  return new URLSearchParams({
    query: selectorText(who, question.selector),
    ...windowOf(question),
    step: `${question.step}s`,
  });
}

export function windowOf(question: Pick<LogQuestion, 'from' | 'to'>) {
  return { start: nanoseconds(question.from), end: nanoseconds(question.to) };
}

function nanoseconds(at: string): string {
  return `${Date.parse(at)}000000`;
}

function refuseBackwards(who: string, { from, to }: Pick<LogQuestion, 'from' | 'to'>): void {
  if (Date.parse(from) < Date.parse(to)) return;
  throw new PortError('refused', `${who}: the range ends before it starts`);
}

function refuseTooFine(who: string, question: VolumeQuestion): void {
  refuseBackwards(who, question);
  const { from, to, step } = question;
  if (!Number.isInteger(step) || step < 1) {
    throw new PortError('refused', `${who}: the step must be 1 s or more`);
  }
  if ((Date.parse(to) - Date.parse(from)) / 1000 / step > MOST_POINTS) {
    throw new PortError(
      'refused',
      `${who}: the step is too fine for more than ${MOST_POINTS} points`,
    );
  }
}
