/** The four severities, SEV1 the worst. */
export const SEVERITIES = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** A severity that the rules suggest, with the rule (`group/rule`) and the reason. */
export interface Proposal {
  readonly severity: Severity;
  readonly rule: string;
  readonly reason: string;
  readonly affectedServices: readonly string[];
  /** Who is affected and how, as the rule or the alert says; empty when neither does. */
  readonly impact: string;
}

export function isWorse(a: Severity, b: Severity): boolean {
  return SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b);
}

/** The worse of two: where there is doubt, severity goes up. */
export function worst(a: Severity, b: Severity): Severity {
  return isWorse(a, b) ? a : b;
}

export function isSeverity(text: unknown): text is Severity {
  return SEVERITIES.some((severity) => severity === text);
}
