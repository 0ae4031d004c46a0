/** The fields that hold secrets; what is wrong with one is said without showing it. */
import { z } from 'zod';
import { refuse, urlProblem, withoutSlash } from './field.ts';
import { Secret } from './secret.ts';

export const text = secretOf(
  (given) => (/^[\x21-\x7e]+$/u.test(given) ? null : 'must be printable ASCII without spaces'),
  (given) => given,
);

export const url = secretOf((given) => urlProblem(given, ['http:', 'https:']), withoutSlash);

export const databaseUrl = secretOf(
  (given) => urlProblem(given, ['postgres:', 'postgresql:']),
  (given) => given,
);

export const redisUrl = secretOf(
  (given) => urlProblem(given, ['redis:', 'rediss:']),
  (given) => given,
);

export const smtpUrl = secretOf(
  (given) => urlProblem(given, ['smtp:', 'smtps:']) ?? hostProblem(given),
  (given) => given,
);

/** PagerDuty's routing keys all have this length. */
export const routingKey = secretOf(
  (given) => (/^[\x21-\x7e]{32}$/u.test(given) ? null : 'must be a routing key of 32 characters'),
  (given) => given,
);

/** Several secrets: a list, or one text with commas; all are valid while one is being replaced. */
export const list = z.unknown().transform((given, context): readonly Secret[] => {
  const parts = Array.isArray(given)
    ? given
    : typeof given === 'string'
      ? given.split(',')
      : [null];
  return parts.flatMap((part: unknown) => {
    if (typeof part === 'string' && part.trim() === '') return [];
    const parsed = text.safeParse(part);
    if (parsed.success) return [parsed.data];
    refuse(context, parsed.error.issues[0]?.message ?? 'must be text');
    return [];
  });
});

const headerValue = secretOf(
  (given) => (/^[\x20-\x7e]+$/u.test(given) ? null : 'must be printable ASCII'),
  (given) => given,
);

/** HTTP headers by name; one without a value counts as not given. */
export const headers = z.unknown().transform((given, context): Readonly<Record<string, Secret>> => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    refuse(context, 'must be a map of header names and values');
    return z.NEVER;
  }
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => header(name, value, context)),
  );
});

function header(name: string, value: unknown, context: z.RefinementCtx): [string, Secret][] {
  if (!/^[0-9A-Za-z][\w.-]{0,99}$/u.test(name)) {
    refuse(context, 'must be the name of a header', 'write letters, digits, - and _', [name]);
    return [];
  }
  if (value === null) return [];
  const parsed = headerValue.safeParse(value);
  if (parsed.success) return [[name, parsed.data]];
  refuse(context, parsed.error.issues[0]?.message ?? 'must be text', undefined, [name]);
  return [];
}

function secretOf(problem: (text: string) => string | null, shape: (text: string) => string) {
  return z.unknown().transform((given, context): Secret => {
    const trimmed = typeof given === 'string' ? given.trim() : null;
    const complaint = trimmed === null ? 'must be text: put it in quotes' : problem(trimmed);
    if (complaint !== null) refuse(context, complaint);
    return new Secret(shape(trimmed ?? ''));
  });
}

function hostProblem(address: string): string | null {
  return new URL(address).hostname === '' ? 'must name a host' : null;
}
