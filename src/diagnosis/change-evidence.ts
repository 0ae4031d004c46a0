/** Change evidence: what was altered around an onset, frozen, with one sentence about it. */
import type { Change } from '../domain/change.ts';
import { epochSeconds, type Instant, secondsBetween } from '../domain/instant.ts';
import { type FrozenEvidence, freezeEvidence, questionKey } from './frozen-evidence.ts';
import { clockText, durationText, plural, saidText } from './wording.ts';

const TOLD = 3;

export interface About {
  /** When the alert began. */
  readonly at: Instant;
  readonly services: readonly string[];
}

/** `changes`: those nearest to the onset first. */
export function changeEvidence(
  look: string,
  changes: readonly Change[],
  span: { readonly from: Instant; readonly to: Instant },
  about: About,
): FrozenEvidence {
  const query = `changes of ${about.services.join(', ') || 'anything'}`;
  return freezeEvidence(
    {
      question: `${look}${questionKey('changes', about.at)}`,
      source: 'changes',
      title: 'What was changed shortly before',
      query,
      window: span,
      outcome: changes.length === 0 ? 'empty' : 'answered',
      summary: summaryOf(changes, about.at),
      link: '',
    },
    { query, window: span, changes },
  );
}

function summaryOf(changes: readonly Change[], onset: Instant): string {
  if (changes.length === 0) return 'Nothing that anybody told, or that shows in metrics.';
  const told = changes.slice(0, TOLD).map((change) => sentence(change, onset));
  const rest = changes.length - told.length;
  return `${told.join('; ')}${rest === 0 ? '' : `; and ${plural(rest, 'more change')}`}.`;
}

function sentence({ summary, at }: Change, onset: Instant): string {
  const lead = secondsBetween(at, onset);
  const when = lead >= 0 ? 'before the alert' : 'after it';
  const time = clockText(epochSeconds(at), epochSeconds(onset));
  return `${saidText(summary).replace(/\.$/, '')} at ${time} (${durationText(Math.abs(lead))} ${when})`;
}
