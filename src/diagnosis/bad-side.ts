/** The bad side of a condition: which way its number goes when things get worse. */
import type { Condition } from './condition.ts';
import type { BadDirection } from './query-pack.ts';

/** What is missing, or down to nothing, has fallen; of an expression without a number nobody can tell. */
export function badSideOf(condition: Condition): BadDirection {
  if (condition.kind === 'absence') return 'down';
  if (condition.kind === 'presence') return 'either';
  const { operator, threshold } = condition;
  if (operator === '>' || operator === '>=') return 'up';
  if (operator === '<' || operator === '<=') return 'down';
  return operator === '==' && threshold === 0 ? 'down' : 'either';
}
