/** PagerDuty's change events, as its REST API lists them, in our words. */
import { z } from 'zod';
import type { Change, ChangeKind } from '../domain/change.ts';
import type { Instant } from '../domain/instant.ts';
import { cleanLine } from '../domain/plain-text.ts';
import { type PagerDutyCall, PagerDutyRefusal } from './pagerduty-client.ts';
import { Address, Line, Time } from './pagerduty-field-answer.ts';
import { askForAll } from './pagerduty-rest-answer.ts';

const MOST = 200;
const MOST_SERVICES = 50;
const WORD_BYTES = 200;
const KINDS: ReadonlySet<string> = new Set(['deploy', 'flag', 'config', 'restart']);

const Details = z.record(z.string(), z.unknown()).catch({});

const ChangeEvent = z
  .object({
    id: z.string(),
    timestamp: Time,
    summary: Line.nullish(),
    services: z.array(z.object({ summary: Line.nullish() })).nullish(),
    links: z.array(z.object({ href: Address })).nullish(),
    custom_details: Details.nullish(),
  })
  .transform(({ id, timestamp, summary, services, links, custom_details }): Change => {
    const details = custom_details ?? {};
    // `source` is left out: it names the tool that told more often than what was changed.
    const named = names([
      ...[details['service'], details['services']].flat(),
      ...(services ?? []).map((one) => one.summary),
    ]);
    const kind = word(details['kind']);
    return {
      key: id,
      source: 'pagerduty',
      kind: KINDS.has(kind) ? (kind as ChangeKind) : 'deploy',
      at: timestamp,
      summary: summary || 'A change without a summary',
      services: named,
      version: word(details['version']) || word(details['build_version']),
      link: (links ?? []).map(({ href }) => href).find((href) => href !== '') ?? '',
    };
  });

function word(value: unknown): string {
  return typeof value === 'string' ? cleanLine(value, WORD_BYTES) : '';
}

function names(values: readonly unknown[]): readonly string[] {
  const words = values.map(word).filter((name) => name !== '');
  return [...new Set(words)].slice(0, MOST_SERVICES);
}

/** PagerDuty takes times in whole seconds of UTC, and nothing else. */
const plain = (at: Instant) => `${at.slice(0, 19)}Z`;

const ABSENT = [402, 404];

export async function changeEvents(
  call: PagerDutyCall,
  since: Instant,
  until: Instant,
): Promise<readonly Change[]> {
  const query = { since: plain(since), until: plain(until) };
  const listing = {
    ...{ name: 'change_events', row: ChangeEvent, enough: MOST },
    keyOf: ({ key }: Change) => key,
  };
  try {
    const found = await askForAll(call, { method: 'get', path: '/change_events', query }, listing);
    return found.slice(0, MOST);
  } catch (error) {
    if (error instanceof PagerDutyRefusal && ABSENT.includes(error.status)) return [];
    throw error;
  }
}
