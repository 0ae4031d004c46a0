/** The schema of a pack file; each query is read while the file is, so that errors point into it. */
import { z } from 'zod';
import type { IssueDetail } from '../documents/schema-remark.ts';

/** Reads one query; the offsets of a fault are in its text. */
export type QueryReader<T> = (text: string) =>
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly error: {
        readonly message: string;
        readonly start: number;
        readonly end: number;
        readonly fix?: string;
      };
    };

const MOST_QUERIES = 60;
const MOST_VARIANTS = 12;

const plainName = z.string().superRefine((text, context) => {
  if (/^[a-z][a-z0-9-]{0,39}$/u.test(text)) return;
  complain(context, 'must be a plain name', {
    check: 'packs/name',
    fix: 'a-z, digits and -, at most 40',
  });
});

const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/u, 'no label has such a name');
const metricStart = z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$/u, 'no metric begins so');

/** A whole file of one pack. */
export function packFile<T>(read: QueryReader<T>) {
  return z
    .strictObject({
      pack: plainName,
      description: z.string().max(500).default(''),
      applies_when: z
        .strictObject({
          labels: z.array(labelName).max(10).default([]),
          metrics: z.array(metricStart).max(20).default([]),
        })
        .default({ labels: [], metrics: [] }),
      queries: z.array(packQuery(read)).min(1).max(MOST_QUERIES),
    })
    .transform(({ pack, description, applies_when: appliesWhen, queries }) => ({
      name: pack,
      description,
      appliesWhen,
      queries,
    }));
}

function packQuery<T>(read: QueryReader<T>) {
  const query = queryText(read);
  return z
    .strictObject({
      key: plainName,
      title: z.string().min(1).max(120),
      kind: z.enum(['latency', 'errors', 'requests', 'saturation', 'other']),
      unit: z.enum([
        'seconds',
        'share',
        'percent',
        'per-second',
        'bytes',
        'bytes-per-second',
        'count',
        'other',
      ]),
      bad: z.enum(['up', 'down', 'either']),
      query: query.optional(),
      first_of: z.array(query).min(1).max(MOST_VARIANTS).optional(),
    })
    .superRefine((given, context) => {
      if ((given.query === undefined) !== (given.first_of === undefined)) return;
      const fix = 'query is one question, first_of several ways to ask the same';
      complain(context, 'one of "query" and "first_of" is needed, and only one', { fix });
    })
    .transform(({ query: one, first_of: several, ...rest }) => ({
      ...rest,
      variants: several ?? (one === undefined ? [] : [one]),
    }));
}

function queryText<T>(read: QueryReader<T>) {
  return z
    .string()
    .max(4000)
    .transform((text, context): T => {
      const result = read(text);
      if (result.ok) return result.value;
      const { message, start, end, fix } = result.error;
      const within = { start, end };
      complain(context, message, { check: 'packs/query', within, ...(fix ? { fix } : {}) });
      return z.NEVER;
    });
}

function complain(context: z.RefinementCtx, message: string, params: IssueDetail): void {
  context.addIssue({ code: 'custom', message, params: { ...params } });
}
