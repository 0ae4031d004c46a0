/** A verdict says whether the data shows recovery; where the data cannot tell, it says so. */
import { blindSpotIn, doubtIn } from './proof.ts';
import type { RecoveryCase } from './recovery-case.ts';
import { recoveredText } from './recovery-words.ts';
import { stillWrong } from './still-wrong.ts';

export interface Verdict {
  readonly verdict: 'recovered' | 'not-recovered' | 'inconclusive';
  /** One plain sentence that names what was seen, when, and of which series. */
  readonly finding: string;
}

/**
 * Any breach is `not-recovered`. `recovered` asks that every alert has data of its own through the whole window; no
 * data is never recovery, and neither is an answer that was cut.
 */
export function judgeRecovery(recovery: RecoveryCase): Verdict {
  const wrong = stillWrong(recovery);
  if (wrong !== null) return { verdict: 'not-recovered', finding: wrong };
  const doubt = doubtIn(recovery) ?? blindSpotIn(recovery);
  if (doubt !== null) return { verdict: 'inconclusive', finding: doubt };
  return { verdict: 'recovered', finding: recoveredText(recovery) };
}

/** One verdict over several expressions: the worst stands, and no expression at all is no proof. */
export function together(verdicts: readonly Verdict[]): Verdict {
  const worstFirst = ['not-recovered', 'inconclusive', 'recovered'] as const;
  const verdict = worstFirst.find((each) => verdicts.some((one) => one.verdict === each));
  if (verdict === undefined) {
    const finding = 'There is no expression to check: only a person can vouch for the recovery.';
    return { verdict: 'inconclusive', finding };
  }
  const findings = verdicts.filter((one) => one.verdict === verdict).map((one) => one.finding);
  return { verdict, finding: findings.join(' ') };
}
