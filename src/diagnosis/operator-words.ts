/** Words for comparisons: how a value is called before, while and after it breaches a threshold. */
import type { Operator } from './condition.ts';
import { numberText } from './wording.ts';

const BECAME: Readonly<Record<Operator, string>> = {
  '>': 'crossed',
  '>=': 'reached',
  '<': 'fell below',
  '<=': 'fell to',
  '==': 'became',
  '!=': 'was no longer',
};

const IS: Readonly<Record<Operator, string>> = {
  '>': 'above',
  '>=': 'at or above',
  '<': 'below',
  '<=': 'at or below',
  '==': 'at',
  '!=': 'other than',
};

const NEGATED: Readonly<Record<Operator, Operator>> = {
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
  '==': '!=',
  '!=': '==',
};

interface Limit {
  readonly operator: Operator;
  readonly threshold: number;
}

/** `crossed 0.05` */
export function becameText({ operator, threshold }: Limit): string {
  return `${BECAME[operator]} ${numberText(threshold)}`;
}

/** `above 0.05` */
export function breachingText({ operator, threshold }: Limit): string {
  return `${IS[operator]} ${numberText(threshold)}`;
}

/** `at or below 0.05` */
export function soundText({ operator, threshold }: Limit): string {
  return `${IS[NEGATED[operator]]} ${numberText(threshold)}`;
}
