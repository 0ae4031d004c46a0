/** The schema of a rule test: alerts on a timeline, and what the rules must have made of them by when. */
import { z } from 'zod';
import { readDuration } from '../documents/duration.ts';
import { readInstant } from '../domain/instant.ts';
import { SEVERITIES } from '../domain/severity.ts';

/** Seconds since the start of the test. */
const moment = z.string().transform((text, context) => {
  const seconds = readDuration(text);
  if (seconds !== null) return seconds;
  context.addIssue({
    code: 'custom',
    message: 'must be a duration',
    params: { fix: 'write 0m, 90s, 5m or 1h30m' },
  });
  return z.NEVER;
});

/** Labels are text; a bare number or yes/no in YAML means its text. */
const labels = z.record(
  z.string(),
  z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]),
);

const timestamp = z.string().transform((text, context) => {
  const at = readInstant(text);
  if (at !== null) return at;
  context.addIssue({ code: 'custom', message: 'must be a time like 2026-01-01T00:00:00Z' });
  return z.NEVER;
});

const Alert = z.strictObject({
  at: moment,
  labels,
  annotations: labels.optional(),
  status: z.enum(['firing', 'resolved']).optional(),
});

const Check = z.strictObject({
  eval_time: moment,
  /** `none`: nothing has fired yet. */
  exp_severity: z.enum([...SEVERITIES, 'none']),
  exp_rule: z.string().optional(),
  exp_incidents: z.number().int().min(0).optional(),
});

const Story = z.strictObject({
  name: z.string().min(1),
  start_timestamp: timestamp.optional(),
  /** How the source groups its alerts; default `[alertname]`. */
  group_by: z.array(z.string().min(1)).optional(),
  alerts: z.array(Alert).min(1).max(10_000),
  severity_test: z.array(Check).min(1),
});

export const RuleTestFile = z.strictObject({
  /** Relative to the test file; `*` is allowed in the last part. */
  rule_files: z.array(z.string().min(1)).min(1),
  tests: z.array(Story).min(1),
});

export type RuleTestFile = z.output<typeof RuleTestFile>;
export type Story = RuleTestFile['tests'][number];
export type Check = Story['severity_test'][number];
