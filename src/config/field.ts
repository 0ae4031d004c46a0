/** The fields that settings are made of, the same in the file and in the environment. */
import { z } from 'zod';
import { readDuration } from '../documents/duration.ts';
import { Secret } from './secret.ts';

export const name = z.string().trim().min(1).max(200);

export const path = z.string().trim().min(1).max(4096);

export const port = z.number().int().min(0).max(65_535);

export const count = z.number().int().min(1).max(1000);

/** An address to listen on: a name or an IP address, without port. */
export const host = z
  .string()
  .trim()
  .transform((text, context) => {
    if (!/^[\w.:-]{1,253}$/u.test(text)) refuse(context, 'must be a host name or an IP address');
    return text;
  });

export const level = z.enum(['debug', 'info', 'warn', 'error']);

/** Seconds, at least one. */
export const duration = z.string().transform((text, context) => {
  const seconds = readDuration(text);
  if (seconds !== null && seconds > 0) return seconds;
  refuse(context, 'must be a duration', 'write 90s, 5m or 1h30m');
  return z.NEVER;
});

/** Seconds; `none` is null. */
export const durationOrNone = z.union([z.literal('none').transform(() => null), duration]);

/** Without a trailing slash. */
export const url = z.string().transform((text, context) => {
  const problem = urlProblem(text, ['http:', 'https:']);
  if (problem !== null) refuse(context, problem);
  return withoutSlash(text);
});

/** One secret; what is wrong with it is said without showing it. */
export const secret = secretOf(
  (text) => (/^[\x21-\x7e]+$/u.test(text) ? null : 'must be printable ASCII without spaces'),
  (text) => text,
);

export const secretUrl = secretOf((text) => urlProblem(text, ['http:', 'https:']), withoutSlash);

export const databaseUrl = secretOf(
  (text) => urlProblem(text, ['postgres:', 'postgresql:']),
  (text) => text,
);

export const redisUrl = secretOf(
  (text) => urlProblem(text, ['redis:', 'rediss:']),
  (text) => text,
);

/** Several secrets: a list, or one text with commas; all are valid while one is being replaced. */
export const secrets = z.unknown().transform((given, context): readonly Secret[] => {
  const parts = Array.isArray(given)
    ? given
    : typeof given === 'string'
      ? given.split(',')
      : [null];
  return parts.flatMap((part: unknown) => {
    if (typeof part === 'string' && part.trim() === '') return [];
    const parsed = secret.safeParse(part);
    if (parsed.success) return [parsed.data];
    refuse(context, parsed.error.issues[0]?.message ?? 'must be text');
    return [];
  });
});

/** `[a, b]`, or one name. */
export const names = z.union([name.transform((one) => [one]), z.array(name)]);

function secretOf(problem: (text: string) => string | null, shape: (text: string) => string) {
  return z.unknown().transform((given, context): Secret => {
    const text = typeof given === 'string' ? given.trim() : null;
    const complaint = text === null ? 'must be text: put it in quotes' : problem(text);
    if (complaint !== null) refuse(context, complaint);
    return new Secret(shape(text ?? ''));
  });
}

function urlProblem(text: string, protocols: readonly string[]): string | null {
  const accepted = protocols.map((protocol) => `${protocol}//`).join(' or ');
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    return `must be an address that begins with ${accepted}`;
  }
  const { search, hash, protocol } = new URL(text);
  const plain = search === '' && hash === '';
  return plain || !protocol.startsWith('http') ? null : 'must not have a query or a fragment';
}

function withoutSlash(text: string): string {
  return text.trim().replace(/\/{1,9}$/u, '');
}

function refuse(context: z.RefinementCtx, message: string, fix?: string): void {
  context.addIssue({ code: 'custom', message, params: fix === undefined ? {} : { fix } });
}
