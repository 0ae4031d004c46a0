/** Uses the body of an Alertmanager webhook: its signals are received, or a problem says why there are none. */
import type { Delivery } from '../ports/incident-store.ts';
import type { Observed } from '../service/observe.ts';
import type { Parts } from '../service/parts.ts';
import { receive } from '../service/receive.ts';
import { readAlertmanager } from '../webhooks/alertmanager.ts';
import { readJson } from '../webhooks/raw-body.ts';
import type { Problem } from './problem.ts';

export type UsedAlertmanager =
  | { readonly ok: true; readonly value: readonly Pick<Observed, 'id' | 'created'>[] }
  /** Nothing was kept. */
  | { readonly ok: false; readonly error: Problem };

/** Throws StoreUnavailable. */
export async function useAlertmanager(parts: Parts, delivery: Delivery): Promise<UsedAlertmanager> {
  const json = readJson(delivery.body);
  if (!json.ok) return json;
  const read = readAlertmanager(json.value, delivery.receivedAt);
  if (!read.ok) return read;
  const { warnings, ...found } = read.value;
  const received = await receive(parts, { delivery, ...found });
  if (warnings.length > 0) {
    parts.log.warn('delivery used with doubts', { delivery: delivery.id, warnings });
  }
  return { ok: true, value: received.map(({ id, created }) => ({ id, created })) };
}
