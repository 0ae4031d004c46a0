/** The door for changes: what CI, GitHub, Argo CD or PagerDuty tell of a change becomes one in our words. */
import { z } from 'zod';
import type { Change } from '../domain/change.ts';
import { type Instant, readInstant } from '../domain/instant.ts';
import { cleanText } from '../domain/plain-text.ts';
import { argoApplication, readArgo } from './change-argocd.ts';
import {
  digestKey,
  linkOf,
  serviceNames,
  summaryOf,
  type Told,
  timeProblem,
  word,
} from './change-fields.ts';
import { isGithub, readGithub } from './change-github.ts';
import { isPagerdutyChange, readPagerdutyChange } from './change-pagerduty.ts';
import { type Given, isObject } from './given.ts';
import { badRequest, type Refused } from './problem.ts';

/** `ignored`: understood, but no change; the reason is for the sender. */
export type ReadChange = { readonly ok: true; readonly value: Told } | Refused;

export interface ChangeSender {
  /** The header X-GitHub-Event; null where there is none. */
  readonly githubEvent: string | null;
  readonly receivedAt: Instant;
}

/**
 * Reads a parsed body, by its shape. Refused (400) is only what claims to be our own form and is not; texts are
 * cleaned, and times that cannot be are those of the receipt.
 */
export function readChange(body: unknown, sender: ChangeSender): ReadChange {
  const { githubEvent, receivedAt } = sender;
  const given = isObject(body) ? body : {};
  const told = (value: Told) => ({ ok: true, value }) as const;
  if (githubEvent !== null || isGithub(given)) {
    return told(readGithub(given, githubEvent, receivedAt));
  }
  const app = argoApplication(given);
  if (app !== null) return told(readArgo(app, given, receivedAt));
  if (isPagerdutyChange(given)) return told(readPagerdutyChange(given, receivedAt));
  return readPlain(given, receivedAt);
}

const text = (max: number) => z.string().trim().min(1).max(max);

const Plain = z.strictObject({
  summary: text(1024),
  service: text(200).optional(),
  services: z.array(text(200)).max(50).optional(),
  at: z
    .string()
    .refine((value) => readInstant(value) !== null, 'must be a time like 2026-01-31T12:00:00Z')
    .optional(),
  kind: z.enum(['deploy', 'flag', 'config', 'restart']).default('deploy'),
  version: z.string().max(200).default(''),
  link: z
    .string()
    .max(2048)
    .refine((value) => value === '' || linkOf(value) !== '', 'must be an http or https address')
    .default(''),
  id: text(200).optional(),
});

function readPlain(given: Given, receivedAt: Instant): ReadChange {
  const parsed = Plain.safeParse(given);
  if (!parsed.success) return refused(z.prettifyError(parsed.error));
  const { summary, service, services, at, kind, version, link, id } = parsed.data;
  const claimed = at === undefined ? null : readInstant(at);
  const problem = claimed === null ? null : timeProblem(claimed, receivedAt);
  if (problem !== null) return refused(`✖ "at" ${problem}`);
  const names = serviceNames(service, services);
  const change: Change = {
    key:
      id === undefined
        ? digestKey(kind, summary, names, version, claimed ?? tenMinutes(receivedAt))
        : `id:${id}`,
    source: 'ci',
    kind,
    at: claimed ?? receivedAt,
    summary: summaryOf(summary),
    services: names,
    version: word(version),
    link: linkOf(link),
  };
  return { ok: true, value: { change } };
}

/** Without an id or a time, the same words within ten minutes are a repetition. */
function tenMinutes(at: Instant): string {
  return at.slice(0, 15);
}

function refused(detail: string): Refused {
  return badRequest(
    'not_a_change',
    'The body is no change',
    cleanText(detail, 2000),
    'Send {summary, service or services, at, kind: deploy|flag|config|restart, version, link, id}; only summary is needed. The webhooks of GitHub, Argo CD and PagerDuty change events are understood as they are.',
  );
}
