/** A diagnosis as a person reads it in a terminal, and as JSON. */
import type { WriteStream } from 'node:tty';
import { printable } from '../documents/diagnostic.ts';
import type { EvidenceDraft } from '../domain/evidence.ts';
import type { Signal } from '../domain/signal.ts';
import type { DraftHypothesis } from '../service/name-causes.ts';
import { colours } from './colour.ts';
import type { Diagnosed } from './diagnose-alerts.ts';

/** `E1` and so on, in the order in which they are shown. */
type Numbered = EvidenceDraft & { readonly id: string };

export function diagnosedText(found: Diagnosed, stream: Pick<WriteStream, 'isTTY'>): string {
  const { bold, dim, yellow } = colours(stream);
  const evidence = numbered(found);
  const { hypotheses, inconclusive, holes } = found.found;
  const span = `${found.startedAt.slice(0, 19)}Z to ${found.to.slice(0, 19)}Z`;
  const blocks = [
    [`${bold(printable(found.title))}  ${dim(span)}`],
    evidence.slice(0, found.own.length).map(evidenceLine),
    hypotheses.flatMap((each, index) => hypothesisLines(each, index, evidence, { bold, dim })),
    inconclusive === '' ? [] : [yellow(`Inconclusive: ${printable(inconclusive)}`)],
    evidence.slice(found.own.length).map(evidenceLine),
    holes.map(({ text }) => yellow(`Missing: ${printable(text)}`)),
  ];
  const shown = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

/** As the API has them, with `confidence` from 0 to 1 and evidence by its id. */
export function diagnosedJson(found: Diagnosed, signals: readonly Signal[]): object {
  const evidence = numbered(found);
  const { hypotheses, inconclusive, holes, topology } = found.found;
  return {
    alerts: signals.map(({ name, fingerprint, status, labels }) => ({
      ...{ name, fingerprint, status, labels },
    })),
    window: { from: found.startedAt, to: found.to },
    hypotheses: hypotheses.map(({ questions, refutedBy, ...rest }, index) => ({
      id: `H${index + 1}`,
      ...rest,
      evidence: idsOf(questions, evidence),
      refuted_by: refutedBy,
    })),
    inconclusive,
    missing: holes.map(({ text }) => text),
    evidence,
    topology: topology.edges,
  };
}

function numbered({ own, found }: Diagnosed): readonly Numbered[] {
  return [...own, ...found.evidence].map(({ draft }, index) => ({ id: `E${index + 1}`, ...draft }));
}

function evidenceLine({ id, source, title, summary }: Numbered): string {
  return `  ${id} ${printable(`${title} (${source}): ${summary}`)}`;
}

function hypothesisLines(
  { text, confidence, questions, refutedBy }: DraftHypothesis,
  index: number,
  evidence: readonly Numbered[],
  { bold, dim }: Pick<ReturnType<typeof colours>, 'bold' | 'dim'>,
): readonly string[] {
  const ids = idsOf(questions, evidence);
  const because = evidence
    .filter(({ id }) => ids.includes(id))
    .map(({ id, title }) => `${id} ${title}`);
  return [
    `${bold(`H${index + 1}  ${Math.round(confidence * 100)} %`)}  ${printable(text)}`,
    ...(because.length === 0 ? [] : [`    because of ${printable(because.join('; '))}`]),
    ...(refutedBy === '' ? [] : [dim(`    ${printable(refutedBy)}`)]),
  ];
}

function idsOf(questions: readonly string[], evidence: readonly Numbered[]): readonly string[] {
  return evidence.filter(({ question }) => questions.includes(question)).map(({ id }) => id);
}
