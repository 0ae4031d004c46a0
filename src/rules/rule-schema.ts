/** The schema of a rule file; matchers and templates are compiled while it is read, so that errors point into them. */
import { z } from 'zod';
import type { IssueDetail } from '../documents/schema-remark.ts';
import { isSeverity, SEVERITIES, type Severity } from '../domain/severity.ts';
import { type Matcher, parseMatchers } from './matcher.ts';
import { isPlainLink } from './runbook-url.ts';
import { parseTemplate } from './template.ts';

/** Names become part of `group/rule`, of metrics and of messages. */
const name = z.string().superRefine((text, context) => {
  const fix = 'letters, digits and . : _ -, at most 100';
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}\p{M}.:_-]{0,99}$/u.test(text)) {
    complain(context, 'must be a plain name', { check: 'rules/name', fix });
  }
});

const severity = z.string().transform((text, context): Severity => {
  if (isSeverity(text)) return text;
  const upper = text.toUpperCase();
  complain(context, `unknown severity ${JSON.stringify(text.slice(0, 40))}`, {
    check: 'rules/severity',
    fix: isSeverity(upper)
      ? `did you mean "${upper}"?`
      : `expected one of ${SEVERITIES.join(', ')}`,
  });
  return z.NEVER;
});

const matchers = z.string().transform((text, context): readonly Matcher[] => {
  const parsed = parseMatchers(text);
  if (parsed.ok) return parsed.value;
  const { message, start, end, fix } = parsed.error;
  const within = { start, end };
  complain(context, message, {
    check: 'rules/matcher',
    within,
    ...(fix === undefined ? {} : { fix }),
  });
  return z.NEVER;
});

const template = z
  .string()
  .max(2000)
  .transform((text) => parseTemplate(text));

const labelName = z.string().min(1).max(256);

const runbook = z.string().superRefine((text, context) => {
  if (!isPlainLink(text)) complain(context, 'must be a plain http or https address', {});
});

const Rule = z.strictObject({
  rule: name,
  match: z.array(matchers).transform((lists) => lists.flat()),
  severity,
  reason: template.optional(),
  affected_services: z.array(template).optional(),
  impact: template.optional(),
  correlate_by: z.array(labelName).min(1).optional(),
  runbook_url: runbook.optional(),
  diagnose: z.array(z.string().min(1).max(40)).max(20).optional(),
});

const Group = z.strictObject({
  name,
  owner: z.string().max(200).optional(),
  default: severity.optional(),
  rules: z.array(Rule).min(1),
});

export const RuleFile = z.strictObject({ groups: z.array(Group).min(1) });

export type RuleFile = z.output<typeof RuleFile>;
export type RuleText = RuleFile['groups'][number]['rules'][number];

function complain(context: z.RefinementCtx, message: string, params: IssueDetail): void {
  context.addIssue({ code: 'custom', message, params: { ...params } });
}
