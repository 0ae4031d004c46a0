/** A condition is what an alert's expression says is wrong, in the parts that can be charted and checked. */

export type Operator = '>' | '<' | '>=' | '<=' | '==' | '!=';

/** A comparison with a constant at the root: the left side can be drawn with its threshold. */
export interface Threshold {
  readonly kind: 'threshold';
  /** The side that has series, even where the rule writes it on the right. */
  readonly left: string;
  readonly operator: Operator;
  readonly threshold: number;
  readonly whole: string;
  /** Each vector selector of the expression, without range or offset. */
  readonly selectors: readonly string[];
  /** True when `left` itself filters (`count(up == 0)`), so that it has no value while all is well. */
  readonly vanishes: boolean;
}

/** `absent(inner)`: wrong when the inner expression has no series. */
export interface Absence {
  readonly kind: 'absence';
  readonly inner: string;
  readonly whole: string;
  readonly selectors: readonly string[];
}

/** Anything else: wrong while the whole expression has any series. */
export interface Presence {
  readonly kind: 'presence';
  readonly whole: string;
  readonly selectors: readonly string[];
}

export type Condition = Threshold | Absence | Presence;

const HOLDS: Readonly<Record<Operator, (value: number, threshold: number) => boolean>> = {
  '>': (value, threshold) => value > threshold,
  '<': (value, threshold) => value < threshold,
  '>=': (value, threshold) => value >= threshold,
  '<=': (value, threshold) => value <= threshold,
  '==': (value, threshold) => value === threshold,
  '!=': (value, threshold) => value !== threshold,
};

/** Whether the comparison is true of a value, by the rules of IEEE floats: NaN breaches nothing but `!=`. */
export function breaches(
  condition: Pick<Threshold, 'operator' | 'threshold'>,
  value: number,
): boolean {
  return HOLDS[condition.operator](value, condition.threshold);
}

const TURNED: Readonly<Record<Operator, Operator>> = {
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
  '==': '==',
  '!=': '!=',
};

/** The operator that says the same with its sides exchanged: `5 < x` is `x > 5`. */
export function turned(operator: Operator): Operator {
  return TURNED[operator];
}

/** The part of a condition that shows best what happened: the side with the threshold, the missing series, or all of it. */
export function shownExpression(condition: Condition): string {
  if (condition.kind === 'threshold') return condition.left;
  return condition.kind === 'absence' ? condition.inner : condition.whole;
}
