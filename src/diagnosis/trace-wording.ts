/** What a trace change says, as plain sentences; names from traces stand in them only cleaned, cut and quoted. */
import { strangeText } from './strange-text.ts';
import type { Failure, Slowdown, TraceChange, TraceScene } from './trace-change.ts';
import { numberText, plural } from './wording.ts';

const NAME_LENGTH = 60;

export function traceSummary(change: TraceChange, scene: TraceScene): string {
  const service = name(scene.service);
  if (!change.hasTraces) return `No traces of ${service} were found.`;
  const sentences = [
    foundSentence(scene),
    failureSentence(change.failures[0]),
    slowdownSentence(change.slowdowns[0]),
  ].filter((one) => one !== '');
  if (sentences.length > 0) return sentences.join(' ');
  if (scene.usual.length === 0) {
    return `No traces of ${service} fail; how long they took before is not known.`;
  }
  return `The traces of ${service} neither fail nor take longer than before.`;
}

function foundSentence({ service, failingBefore, failingSince }: TraceScene): string {
  if (failingBefore === null || failingSince === null || failingSince.traces.length === 0)
    return '';
  const counted = ({ traces, truncated }: typeof failingSince) =>
    `${traces.length}${truncated ? ' or more' : ''}`;
  return `Failing traces of ${name(service)}: ${counted(failingBefore)} before the onset, ${counted(failingSince)} since.`;
}

function failureSentence(failure: Failure | undefined): string {
  if (failure === undefined) return '';
  const { traces, of, message, usualShare } = failure;
  const where =
    of === 1 ? 'In the failing trace' : `In ${traces} of ${plural(of, 'failing trace')}`;
  const said = message === '' ? '' : `: ${strangeText(message)}`;
  const usual = usualShare > 0 ? `, as in ${percent(usualShare)} of the usual ones` : '';
  return `${where} the first to fail is ${operationText(failure)}${usual}${said}.`;
}

function slowdownSentence(slowdown: Slowdown | undefined): string {
  if (slowdown === undefined) return '';
  const { selfMs, usualMs, share } = slowdown;
  const usual = usualMs === null ? 'not among the usual ones' : `usually ${msText(usualMs)}`;
  const times = `${msText(selfMs)}, ${usual}`;
  return `What takes longer is ${operationText(slowdown)} itself: ${times}; ${percent(share)} of the delay.`;
}

function operationText({ service, operation, callee }: Failure | Slowdown): string {
  const calls = callee === null ? '' : `, which calls ${name(callee)}`;
  return `${name(service)} in ${name(operation)}${calls}`;
}

function name(text: string): string {
  return strangeText(text, NAME_LENGTH);
}

function msText(ms: number): string {
  if (ms >= 1000) return `${numberText(Number((ms / 1000).toPrecision(3)))} s`;
  return `${numberText(Number(ms.toPrecision(3)))} ms`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
