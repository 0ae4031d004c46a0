/** Reads a JSON body of the API against its schema; what does not fit is said field by field. */
import { z } from 'zod';
import { readJson } from '../webhooks/raw-body.ts';
import { bytesOf } from './delivery.ts';
import { badRequest, type Problem } from './problem.ts';

export function readBody<T>(
  body: unknown,
  schema: z.ZodType<T>,
): { ok: true; value: T } | { ok: false; error: Problem } {
  const json = readJson(bytesOf(body));
  if (!json.ok) return json;
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    error: badRequest(
      z.prettifyError(parsed.error),
      'Correct the body and send it again.',
      'schema',
    ),
  };
}
