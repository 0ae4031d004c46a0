/** An Alertmanager answer lists what fires now, suppressed or not, as signals in our words. */
import { z } from 'zod';
import { readInstant } from '../domain/instant.ts';
import { cleanLine } from '../domain/plain-text.ts';
import type { Signal } from '../domain/signal.ts';
import type { StandingAlert } from '../ports/alert-source.ts';
import type { Refusal } from './http-client.ts';
import { malformed } from './outbound-failure.ts';
import { cleanPairs } from './outbound-text.ts';

const NAME_BYTES = 256;
/** A link that is cut leads nowhere, so a longer one is dropped whole. */
const URL_BYTES = 16_384;
const NAMING_LABELS = ['alertname', 'rulename', '__name__'];

const Texts = z.record(z.string(), z.string());
const Ids = z.array(z.string()).nullish();

const GettableAlert = z.object({
  labels: Texts,
  annotations: Texts.nullish(),
  startsAt: z.string().nullish(),
  updatedAt: z.string().nullish(),
  receivers: z.array(z.object({ name: z.string() })).nullish(),
  generatorURL: z.string().nullish(),
  fingerprint: z.string().min(1),
  status: z.object({
    state: z.string().nullish(),
    silencedBy: Ids,
    inhibitedBy: Ids,
    mutedBy: Ids,
  }),
});

type GettableAlert = z.infer<typeof GettableAlert>;

/**
 * Throws PortError `malformed` for anything but a list of alerts. One alert that cannot be read spoils the list:
 * without it, something that fires would look as if it had stopped.
 */
export function readStanding(who: string, body: unknown): readonly StandingAlert[] {
  const alerts = z.array(GettableAlert).safeParse(body);
  if (alerts.success) return alerts.data.map(standingAlert);
  throw malformed(who, 'is no list of alerts');
}

function standingAlert(alert: GettableAlert): StandingAlert {
  const reason = reasonOf(alert.status);
  const suppressed = reason !== '' || alert.status.state === 'suppressed';
  return {
    signal: signalOf(alert),
    suppressed,
    reason: suppressed && reason === '' ? 'suppressed' : reason,
    receivers: (alert.receivers ?? []).map(({ name }) => cleanLine(name, NAME_BYTES)),
    updatedAt: readInstant(alert.updatedAt),
  };
}

function signalOf(alert: GettableAlert): Signal {
  const labels = cleanPairs(Object.entries(alert.labels));
  const annotations = cleanPairs(Object.entries(alert.annotations ?? {}));
  return {
    source: 'alertmanager',
    fingerprint: cleanLine(alert.fingerprint, 128),
    status: 'firing',
    name: nameOf([...NAMING_LABELS.map((label) => labels[label]), annotations['summary']]),
    labels,
    annotations,
    startsAt: readInstant(alert.startsAt),
    // What the API calls the end of a firing alert is when it would be given up unheard.
    endsAt: null,
    generatorUrl: urlOf(alert.generatorURL ?? ''),
    // Alerts are listed without their groups.
    groupKey: '',
  };
}

function nameOf(candidates: readonly (string | undefined)[]): string {
  const best = candidates.find((name) => name !== undefined && name.trim() !== '');
  return best === undefined ? 'unnamed alert' : cleanLine(best, NAME_BYTES);
}

function urlOf(url: string): string {
  return Buffer.byteLength(url) > URL_BYTES ? '' : cleanLine(url, URL_BYTES);
}

function reasonOf(status: GettableAlert['status']): string {
  const { silencedBy, inhibitedBy, mutedBy } = status;
  return [by('silenced', silencedBy), by('inhibited', inhibitedBy), by('muted', mutedBy)]
    .filter((part) => part !== '')
    .join('; ');
}

const SAID_IDS = 3;

function by(how: string, ids: readonly string[] | null | undefined): string {
  if (!ids || ids.length === 0) return '';
  const said = ids.slice(0, SAID_IDS).map((id) => cleanLine(id, NAME_BYTES));
  const left = ids.length - said.length;
  return `${how} by ${said.join(', ')}${left === 0 ? '' : ` and ${left} more`}`;
}

const Coded = z.object({ message: z.string() });

/** A refusal is a JSON text, a message with a code, or nothing at all; which kind it is says the status. */
export function refusalIn(body: unknown): Refusal | null {
  const message = typeof body === 'string' ? body : Coded.safeParse(body).data?.message;
  return message === undefined ? null : { reason: null, message };
}
