/** The front matter of workflow files: which fields a workflow, a step and a skill document have. */
import { z } from 'zod';
import { OUTPUT_FOLDER, OUTPUT_PLACEHOLDERS } from '../artifacts/output-path.ts';
import { nearestWord } from '../documents/nearest-word.ts';
import type { IssueDetail } from '../documents/schema-remark.ts';
import type { NeedName } from '../domain/refusal.ts';
import type { Bilingual } from '../ports/playbook.ts';
import { STEP_NEEDS } from './step-needs.ts';

const text = z.string().trim().min(1).max(500);

/** One language is enough; it stands for both. */
const bilingual = z
  .strictObject({ en: text.optional(), vi: text.optional() })
  .transform((given, context): Bilingual => {
    const one = given.en ?? given.vi;
    if (one !== undefined) return { en: given.en ?? one, vi: given.vi ?? one };
    refuse(context, 'must be said in en, in vi, or in both');
    return z.NEVER;
  });

const plainName = z.string().superRefine((name, context) => {
  if (!/^[a-z][a-z0-9-]{0,40}$/u.test(name)) {
    refuse(context, 'must be a plain name', { fix: 'small letters, digits and -, at most 41' });
  }
});

const outputFile = text.superRefine((template, context) => {
  const wrong = template.match(/\{\{?[^{}]*\}?\}?|\}/gu)?.find((one) => !isKnown(one));
  if (wrong !== undefined) {
    const start = template.indexOf(wrong);
    const within = { start, end: start + wrong.length };
    refuse(context, `unknown placeholder ${wrong}`, { within, fix: hintFor(wrong) });
  } else if (!template.startsWith(`${OUTPUT_FOLDER}/`)) {
    refuse(context, `must begin with ${OUTPUT_FOLDER}/`);
  } else if (template.lastIndexOf(OUTPUT_FOLDER) > 0) {
    refuse(context, `must name ${OUTPUT_FOLDER} once`);
  } else if (/[\\\p{Cc}]|\/\/|\/\.|\.\//u.test(template) || !template.endsWith('.md')) {
    refuse(context, 'must be a path inside the output folder that ends in .md');
  }
});

export const WorkflowHead = z.strictObject({
  workflow_id: z.string().superRefine((id, context) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u.test(id)) {
      refuse(context, 'must be a plain id', { fix: 'letters, digits and . _ -, at most 64' });
    }
  }),
  workflow_name: text,
  version: z.string().superRefine((version, context) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,30}$/u.test(version)) {
      refuse(context, 'must be a version', { fix: 'such as 6.2.0' });
    }
  }),
  lead_agent: text,
  supporting_agents: z.array(text).max(20),
  phase: text,
  created_date: text.optional(),
  last_modified: text.optional(),
  config_file: text,
  estimated_duration: text,
  outputFile,
});

export const StepHead = z.strictObject({
  step: z.number().int().min(1).max(4),
  name: plainName,
  title: bilingual,
  next: text.nullable().transform((next) => (next === 'none' ? null : next)),
  needs: z
    .array(z.enum(STEP_NEEDS as readonly [NeedName, ...NeedName[]]))
    .min(1)
    .max(20),
  questions: z
    .array(z.strictObject({ id: plainName, en: text.optional(), vi: text.optional() }))
    .min(1)
    .max(20)
    .transform((list, context) => {
      const seen = new Set<string>();
      return list.map(({ id, en, vi }, i) => {
        const path = [i, 'id'];
        if (seen.has(id)) refuse(context, `the question "${id}" is asked twice`, {}, path);
        seen.add(id);
        const one = en ?? vi ?? '';
        if (one === '') refuse(context, 'must be said in en, in vi, or in both', {}, [i]);
        return { id, en: en ?? one, vi: vi ?? one };
      });
    }),
  output: text,
});

export const SkillHead = z.strictObject({
  skill: z.string().superRefine((code, context) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/u.test(code)) {
      refuse(context, 'must be a plain code', { fix: 'such as "5.07", in quotes' });
    }
  }),
  title: bilingual,
});

export type WorkflowHead = z.output<typeof WorkflowHead>;
export type StepHead = z.output<typeof StepHead>;
export type SkillHead = z.output<typeof SkillHead>;

function isKnown(placeholder: string): boolean {
  return placeholder === OUTPUT_FOLDER || OUTPUT_PLACEHOLDERS.includes(placeholder);
}

function hintFor(wrong: string): string {
  const known = [OUTPUT_FOLDER, ...OUTPUT_PLACEHOLDERS];
  const bare = (one: string) => one.replace(/[{}\s]/gu, '');
  const nearest = nearestWord(bare(wrong), known.map(bare));
  const meant = known.find((one) => bare(one) === nearest);
  return meant === undefined ? `expected one of ${known.join(', ')}` : `did you mean ${meant}?`;
}

function refuse(
  context: z.RefinementCtx,
  message: string,
  detail: IssueDetail = {},
  path: readonly PropertyKey[] = [],
): void {
  const params = { check: 'workflow/field', ...detail };
  context.addIssue({ code: 'custom', message, params, path: [...path] });
}
