/** Frozen evidence is any question with any answer, as plain data with its hash, before the incident gives it a number. */
import { createHash } from 'node:crypto';
import type { EvidenceDraft } from '../domain/evidence.ts';
import { canonicalJson, frozen, frozenText } from './canonical-json.ts';

export interface FrozenEvidence {
  readonly draft: EvidenceDraft;
  /** JSON data that any store keeps as it is; the draft's sha256 is of its canonical text. */
  readonly answer: unknown;
}

/** `given` without its hash; `answer` is whatever shall be read again later. */
export function freezeEvidence(
  given: Omit<EvidenceDraft, 'sha256'>,
  answer: unknown,
): FrozenEvidence {
  const kept = frozen(answer);
  return { draft: { ...given, sha256: sha256(frozenText(kept)) }, answer: kept };
}

/** A key that names a question for ever: the same parts give the same key. */
export function questionKey(kind: string, ...parts: readonly string[]): string {
  return `${kind}:${shortHash(canonicalJson(parts))}`;
}

/** 16 hex digits, enough to tell the questions of one incident apart. */
export function shortHash(text: string): string {
  return sha256(text).slice(0, 16);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
