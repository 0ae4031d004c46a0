/** A PagerDuty event body is a page in the words of the Events API v2, cut to its limits. */
import type { Severity } from '../domain/severity.ts';
import type { Page } from '../ports/pager.ts';
import { clip } from './clipped.ts';

const SUMMARY_CHARS = 1024;
const KEY_CHARS = 255;
const LINK_CHARS = 2048;
const MOST_LINKS = 20;
/** The API takes 512 kB; what is left over is more than links and the rest can ever need. */
const DETAILS_BYTES = 400_000;

const SEVERITIES: Readonly<Record<Severity, string>> = {
  SEV1: 'critical',
  SEV2: 'error',
  SEV3: 'warning',
  SEV4: 'info',
};

export function triggerBody(routingKey: string, page: Page): object {
  const source = page.source.trim() === '' ? page.incidentId : page.source;
  return {
    routing_key: routingKey,
    event_action: 'trigger',
    dedup_key: page.dedupKey,
    client: 'Tocsin',
    payload: {
      summary: clip(page.summary.trim() === '' ? page.incidentId : page.summary, SUMMARY_CHARS),
      source: clip(source, KEY_CHARS),
      severity: SEVERITIES[page.severity],
      timestamp: page.startedAt,
      custom_details: { incident_id: page.incidentId, ...fitting(page.details) },
    },
    links: usableLinks(page.links),
  };
}

export function resolveBody(routingKey: string, dedupKey: string): object {
  return { routing_key: routingKey, event_action: 'resolve', dedup_key: dedupKey };
}

/** PagerDuty refuses a longer key, and without one a resolve could never find its trigger. */
export function isUsableKey(dedupKey: string): boolean {
  return dedupKey !== '' && dedupKey.length <= KEY_CHARS;
}

function usableLinks(links: Page['links']): Page['links'] {
  return links
    .map((link) => ({ href: webAddress(link.href), text: clip(link.text, KEY_CHARS) }))
    .filter((link) => link.href !== '' && link.href.length <= LINK_CHARS)
    .slice(0, MOST_LINKS);
}

/** The encoded address; empty when it is not http(s). */
function webAddress(href: string): string {
  if (!URL.canParse(href)) return '';
  const url = new URL(href);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : '';
}

type Details = Readonly<Record<string, string>>;

/** Details as they are when they fit; otherwise the longest are shortened first, then the last are left out. */
function fitting(details: Details): Details {
  if (bytes(details) <= DETAILS_BYTES) return details;
  const note = {
    tocsin_trimmed: 'Details are shortened to fit into a page; the incident has them whole.',
  };
  for (const chars of [65_536, 16_384, 4096, 1024, 256]) {
    const shorter = { ...shortened(details, chars), ...note };
    if (bytes(shorter) <= DETAILS_BYTES) return shorter;
  }
  return { ...firstThatFit(shortened(details, 256)), ...note };
}

function shortened(details: Details, chars: number): Details {
  const entries = Object.entries(details);
  return Object.fromEntries(
    entries.map(([key, value]) => [clip(key, KEY_CHARS), clip(value, chars)]),
  );
}

function firstThatFit(details: Details): Details {
  const kept: [string, string][] = [];
  let room = DETAILS_BYTES;
  for (const [key, value] of Object.entries(details)) {
    room -= bytes({ [key]: value });
    if (room < 0) break;
    kept.push([key, value]);
  }
  return Object.fromEntries(kept);
}

function bytes(details: Details): number {
  return Buffer.byteLength(JSON.stringify(details));
}
