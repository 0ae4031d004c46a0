/** The fields that PagerDuty's REST answers share: times, lines, addresses and references. */
import { z } from 'zod';
import { readInstant } from '../domain/instant.ts';
import { cleanLine } from '../domain/plain-text.ts';

const LINE_BYTES = 4096;

/** An Instant; some of PagerDuty's times come with an offset. */
export const Time = z
  .string()
  .transform((text) => readInstant(text))
  .pipe(z.string());

export const Line = z.string().transform((text) => cleanLine(text, LINE_BYTES));

/** A web address; empty when it is none. */
export const Address = z.unknown().transform((url) => {
  const text = typeof url === 'string' ? url : '';
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).href : '';
});

/** A reference, or the whole thing where it was asked to be included. */
export const Named = z
  .object({
    id: z.string(),
    type: z.string().nullish(),
    name: Line.nullish(),
    summary: Line.nullish(),
  })
  .transform(({ id, type, name, summary }) => ({ id, type, name: name || summary || id }));

export function idAndName(thing: { readonly id: string; readonly name: string }) {
  return { id: thing.id, name: thing.name };
}
