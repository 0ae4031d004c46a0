/** The baseline band is where a measured value lay before the incident: back in it is more than below the threshold. */
import type { RecoveryCheck } from '../domain/gate-keys.ts';
import type { Series } from '../ports/metrics.ts';
import type { Threshold } from './condition.ts';
import { median, quantileOf, spreadOf } from './robust.ts';
import { numberText } from './wording.ts';

export interface Band {
  readonly low: number;
  readonly high: number;
}

/** Fewer points than this are no baseline. */
const LEAST_POINTS = 10;
const SPREADS = 3;
/** Room beside the band, as a share of the way from the usual value to the threshold. */
const ROOM = 0.1;

/** Null where too little is known of the time before. */
export function bandOf(before: readonly Series[], { threshold }: Threshold): Band | null {
  const values = Float64Array.from(finite(before)).sort();
  if (values.length < LEAST_POINTS) return null;
  const middle = quantileOf(values, 0.5);
  const room = ROOM * Math.abs(threshold - middle);
  const reach = SPREADS * spreadOf(values) + room;
  return {
    low: Math.min(middle - reach, quantileOf(values, 0.05)),
    high: Math.max(middle + reach, quantileOf(values, 0.95)),
  };
}

/** Judges the middle value of each series since it cleared, on the side that the alert calls wrong. */
export function baselineCheck(
  condition: Threshold,
  before: readonly Series[],
  since: readonly Series[],
): RecoveryCheck {
  const band = bandOf(before, condition);
  const middles = since.map((series) => median(finite([series]))).filter(Number.isFinite);
  if (band === null || middles.length === 0) {
    return check(null, 'too little is known of the time before to say what is usual');
  }
  const usual = `usually ${numberText(band.low)} to ${numberText(band.high)}`;
  const worst = isUpward(condition) ? Math.max(...middles) : Math.min(...middles);
  const isBack = isUpward(condition) ? worst <= band.high : worst >= band.low;
  const now = `now ${numberText(worst)}, ${usual} before`;
  return check(isBack, isBack ? now : `not back at its baseline: ${now}`);
}

/** A comparison for equality has no side; then above is as good a guess as below. */
function isUpward({ operator }: Threshold): boolean {
  return operator !== '<' && operator !== '<=';
}

function finite(series: readonly Series[]): readonly number[] {
  return series.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite);
}

function check(passed: boolean | null, finding: string): RecoveryCheck {
  return { name: 'baseline', passed, finding };
}
