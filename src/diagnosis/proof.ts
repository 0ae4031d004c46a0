/** Looks for what keeps the answers of a recovery check from proving anything: cut answers, and missing data. */
import { epochSeconds } from '../domain/instant.ts';
import { type Labels, seriesOf } from './alert-series.ts';
import { type Hole, holeIn } from './coverage.ts';
import { betweenText, type RecoveryCase, timeText } from './recovery-case.ts';
import type { VerificationAnswer } from './verification-questions.ts';
import { expressionText, saidText } from './wording.ts';

/** An answer that is not whole; null when all are. */
export function doubtIn({ answers }: RecoveryCase): string | null {
  const cut = answers.find(({ answer }) => answer.truncated);
  if (cut !== undefined) {
    return `The answer to ${expressionText(cut.question.query)} was too long and was cut: what was left out may still be wrong.`;
  }
  return answers.reduce<string | null>((doubt, answer) => doubt ?? emptyWithWarning(answer), null);
}

/** An empty answer is only good news when nothing was missing behind it; remarks on style are no warnings. */
function emptyWithWarning({ role, question, answer }: VerificationAnswer): string | null {
  const warning = answer.warnings.find((each) => !each.startsWith('PromQL info:'));
  if (role !== 'whole' || warning === undefined) return null;
  return `${expressionText(question.query)} came back empty, but with a warning: ${saidText(warning)}`;
}

/** Data that some alert must have through the whole window and has not; null when all is there. */
export function blindSpotIn(recovery: RecoveryCase): string | null {
  const alerts = recovery.alerts.length === 0 ? [{}] : recovery.alerts;
  for (const asked of recovery.answers.filter((answer) => mustHaveData(answer, recovery))) {
    for (const alert of alerts) {
      const blind = blindSpotOf(asked, alert, recovery);
      if (blind !== null) return blind;
    }
  }
  return null;
}

/** A side that filters is empty while all is well; then its selectors are the ones that must have data. */
function mustHaveData({ role }: VerificationAnswer, { condition }: RecoveryCase): boolean {
  if (role !== 'value') return role === 'data';
  return condition.kind === 'threshold' && !condition.vanishes;
}

/** One series that was measured all the time is enough. */
function blindSpotOf(
  { question, answer }: VerificationAnswer,
  alert: Labels,
  recovery: RecoveryCase,
): string | null {
  const own = seriesOf(answer.series, [alert]);
  const holes = own.map((series) => holeIn(series, recovery.window));
  if (holes.includes(null)) return null;
  const what = expressionText(question.query);
  const least = holes.reduce(smaller, null);
  if (least !== null && !isWhole(least, recovery)) {
    const stretch = `${timeText(least.from, recovery)} to ${timeText(least.to, recovery)}`;
    return `${what} has no data from ${stretch}: no data is not recovery.`;
  }
  const others = answer.series.length - own.length;
  const whose =
    others === 0
      ? ''
      : ` with the alert's labels (only ${others === 1 ? '1 other series' : `${others} other series`})`;
  return `${what} has no data${whose} ${betweenText(recovery)}: no data is not recovery.`;
}

function smaller(a: Hole | null, b: Hole | null): Hole | null {
  if (a === null || b === null) return a ?? b;
  return b.to - b.from < a.to - a.from ? b : a;
}

function isWhole({ from, to }: Hole, { window }: RecoveryCase): boolean {
  return from <= epochSeconds(window.from) && to >= epochSeconds(window.to);
}
