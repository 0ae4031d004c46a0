/** Which look a diagnosis is: the first of a round, one again for what was missing, a wider one, or the look back at the end. */
import type { Instant } from '../domain/instant.ts';
import type { OutboxRow } from '../ports/outbox.ts';

export interface LookPlan {
  /** Begins every question of the round. */
  readonly round: string;
  /** Begins every question of this look, the round's beginning included. */
  readonly key: string;
  readonly kind: 'first' | 'again' | 'wider' | 'retrospect';
  readonly title: (alertname: string) => string;
  /** Ends every title of this look. */
  readonly mark: string;
  readonly to: Instant;
  /** How many times the usual time before the alert is looked at. */
  readonly reach: number;
}

/** Begins the question keys of the look back. */
export const RETROSPECT = 'retrospect:';

export function lookPlan({ payload }: Pick<OutboxRow, 'payload'>, now: Instant): LookPlan {
  const number = Number(payload['round'] ?? 0);
  const round = number === 0 ? '' : `round:${number}:`;
  const title = (name: string) => `What ${name} measures`;
  const plain = { round, title, mark: '', to: now, reach: 1 };
  const { retrospect, again, wider } = payload;
  if (retrospect !== undefined) {
    const told = (name: string) => `What ${name} measured, from before the start to the end`;
    const key = `${RETROSPECT}${number}:`;
    return { ...plain, key, kind: 'retrospect', title: told, to: String(retrospect) };
  }
  if (again !== undefined) return { ...plain, key: `${round}again:${again}:`, kind: 'again' };
  if (wider === undefined) return { ...plain, key: round, kind: 'first' };
  const mark = ' (wider look)';
  const reach = 4 ** Number(wider);
  return { ...plain, key: `${round}wider:${wider}:`, kind: 'wider', mark, reach };
}
