/** The checks of a recovery are listed one by one, so that people see what was looked at and what could not be told. */
import type { RecoveryCheck } from '../domain/gate-keys.ts';
import type { Verdict } from './verdict.ts';

const NAMES: readonly RecoveryCheck['name'][] = [
  'data-present',
  'below-threshold',
  'baseline',
  'targets-up',
  'not-silenced',
  'no-alert',
];

/** What the judgement of the answers says of the threshold and of the data behind it. */
export function judgedChecks({ verdict, finding }: Verdict): readonly RecoveryCheck[] {
  if (verdict === 'not-recovered') return [{ name: 'below-threshold', passed: false, finding }];
  if (verdict === 'inconclusive') return [{ name: 'data-present', passed: false, finding }];
  return [{ name: 'below-threshold', passed: true, finding }];
}

/** One of each name: what failed anywhere failed, and what could not be told anywhere is not known. */
export function mergedChecks(checks: readonly RecoveryCheck[]): readonly RecoveryCheck[] {
  return NAMES.flatMap((name) => {
    const all = checks.filter((each) => each.name === name);
    const worst = [false, null, true].find((passed) => all.some((one) => one.passed === passed));
    if (worst === undefined) return [];
    const findings = all.filter(({ passed }) => passed === worst).map(({ finding }) => finding);
    return [{ name, passed: worst, finding: [...new Set(findings)].join('; ') }];
  });
}

/** A verdict of recovery stands only when no check failed; what could not be told does not fail it. */
export function withChecks(verdict: Verdict, checks: readonly RecoveryCheck[]): Verdict {
  if (verdict.verdict !== 'recovered') return verdict;
  const failed = checks.filter(({ passed }) => passed === false);
  if (failed.length === 0) return verdict;
  const finding = failed.map(({ name, finding: what }) => `${name}: ${what}`).join('; ');
  return { verdict: 'inconclusive', finding: `Below its threshold, but ${finding}.` };
}
