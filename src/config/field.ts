/** The fields that settings are made of, the same in the file and in the environment. */
import { z } from 'zod';
import { readDuration } from '../documents/duration.ts';
import type { Grant } from '../domain/authority.ts';
import { SEVERITIES } from '../domain/severity.ts';

export const name = z.string().trim().min(1).max(200);

/** One folder, without a way out of the folder that it is in. */
export const folderName = z.string().transform((text, context) => {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._-]{0,99}$/u.test(text)) {
    refuse(context, 'must be the name of a folder', 'letters, digits and . _ -, at most 100');
  }
  return text;
});

export const path = z.string().trim().min(1).max(4096);

export const port = z.number().int().min(0).max(65_535);

/** How often people are called again. */
export const escalations = z.number().int().min(0).max(20);

export const count = z.number().int().min(1).max(1000);

/** How long a chain of causes a postmortem asks for; 0: none. */
export const whys = z.number().int().min(0).max(10);

/** An address to listen on: a name or an IP address, without port. */
export const host = z
  .string()
  .trim()
  .transform((text, context) => {
    if (!/^[\w.:-]{1,253}$/u.test(text)) refuse(context, 'must be a host name or an IP address');
    return text;
  });

/** `slack:` and the channel's name or id. */
export const channel = z
  .string()
  .trim()
  .transform((text, context) => {
    if (/^slack:#?[\p{L}\p{M}\p{N}_-]{1,80}$/u.test(text)) return text;
    refuse(context, 'must name a channel', 'write slack:#incidents');
    return z.NEVER;
  });

export const level = z.enum(['debug', 'info', 'warn', 'error']);

/** Seconds, at least one. */
export const duration = z.string().transform((text, context) => {
  const seconds = readDuration(text);
  if (seconds !== null && seconds > 0) return seconds;
  refuse(context, 'must be a duration', 'write 90s, 5m or 1h30m');
  return z.NEVER;
});

/** Seconds, or `none`, which is said and not left out. */
export const durationOrNone = z.string().transform((text, context): number | 'none' => {
  if (text.trim() === 'none') return 'none';
  const seconds = readDuration(text);
  if (seconds !== null && seconds > 0) return seconds;
  refuse(context, 'must be a duration or none', 'write 90s, 5m, 1h30m or none');
  return z.NEVER;
});

/** Without a trailing slash. */
export const url = z.string().transform((text, context) => {
  const problem = urlProblem(text, ['http:', 'https:']);
  if (problem !== null) refuse(context, problem);
  return withoutSlash(text);
});

/** `[a, b]`, or one name. */
export const names = z.union([name.transform((one) => [one]), z.array(name)]);

/** For each label of an alert, the labels that may hold the same elsewhere: a list, or one name. */
export const labelNames = z.record(
  z.string(),
  z.union([z.string(), z.array(z.string())]).transform((given, context): readonly string[] => {
    const list = typeof given === 'string' ? [given] : given;
    const wrong = list.find((one) => !/^[A-Za-z_]\w{0,199}$/u.test(one));
    if (wrong === undefined) return list;
    const fix = 'write letters, digits and _';
    refuse(context, `must be names of labels, which ${quoted(wrong)} is not`, fix);
    return z.NEVER;
  }),
);

/** An e-mail address without a display name. */
export const address = z
  .string()
  .trim()
  .transform((text, context) => {
    if (/^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,253}$/u.test(text)) return text;
    refuse(context, 'must be an e-mail address', 'write it as sre@example.com');
    return z.NEVER;
  });

const GRANT =
  /^(?:anyone|commander|(?:user|team):[0-9A-Za-z_-]{1,64}|role:[A-Za-z][0-9A-Za-z_-]{0,63})$/u;

/** Whoever holds one of these may do it; an empty list is nobody. */
export const grants = z.array(
  z.string().transform((text, context): Grant => {
    if (GRANT.test(text)) return text;
    const forms = 'anyone, commander, user:ID, team:ID or role:NAME';
    refuse(context, `must name who is meant, not ${quoted(text)}`, `write ${forms}`);
    return z.NEVER;
  }),
);

/** Somebody whom PagerDuty can ask to an incident. */
export interface Responder {
  readonly kind: 'user' | 'escalation_policy';
  readonly id: string;
}

export const responder = z.string().transform((text, context): Responder => {
  const given = /^(?<kind>user|policy):(?<id>[0-9A-Za-z_-]{1,64})$/u.exec(text)?.groups;
  if (given !== undefined) {
    const kind = given['kind'] === 'user' ? 'user' : 'escalation_policy';
    return { kind, id: given['id'] ?? '' };
  }
  refuse(context, `must name who is meant, not ${quoted(text)}`, 'write user:ID or policy:ID');
  return z.NEVER;
});

/** The scale is fixed: gates, clocks and metrics know these four. */
export const severityLevels = z.array(z.string()).transform((levels, context) => {
  if (levels.join() === SEVERITIES.join()) return SEVERITIES;
  const fix = `write [${SEVERITIES.join(', ')}], or leave it out`;
  refuse(context, 'must be the four levels of the scale', fix);
  return z.NEVER;
});

function quoted(text: string): string {
  return `"${text.slice(0, 60)}"`;
}

/** null when it is fine. */
export function urlProblem(text: string, protocols: readonly string[]): string | null {
  const accepted = protocols.map((protocol) => `${protocol}//`).join(' or ');
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    return `must be an address that begins with ${accepted}`;
  }
  const { search, hash, protocol } = new URL(text);
  const plain = search === '' && hash === '';
  return plain || !protocol.startsWith('http') ? null : 'must not have a query or a fragment';
}

export function withoutSlash(text: string): string {
  return text.trim().replace(/\/{1,9}$/u, '');
}

/** A message that begins with `must` gets the field's name before it. `path`: below the field. */
export function refuse(
  context: z.RefinementCtx,
  message: string,
  fix?: string,
  path: readonly string[] = [],
): void {
  const params = fix === undefined ? {} : { fix };
  context.addIssue({ code: 'custom', message, params, path: [...path] });
}
