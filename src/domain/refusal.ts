/** A refusal is data: something was asked too early, and this is what is still needed, each with its remedy. */
export interface Need {
  /** Stable name, used by overrides and by clients: `severity-confirmed`, `root-cause` … */
  readonly need: NeedName;
  readonly text: string;
  /** What a person can do about it, in the words of the note grammar. */
  readonly remedy: string;
}

export const NEED_NAMES = [
  'severity-confirmed',
  'affected-services',
  'impact',
  'commander',
  'root-cause',
  'known-evidence',
  'fix',
  'rollback',
  'alerts-clear',
  'verification',
  'user-reports',
  'five-whys',
  'action-item',
  'prevention',
  'open-incident',
  'authority',
  'wider-look',
] as const;

export type NeedName = (typeof NEED_NAMES)[number];

export interface Refusal {
  readonly refused: string;
  readonly needs: readonly Need[];
}

export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse(refused: string, needs: readonly Need[]): { ok: false; error: Refusal } {
  return { ok: false, error: { refused, needs } };
}
