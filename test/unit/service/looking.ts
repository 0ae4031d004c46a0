/** What looking at logs and traces needs of the house: a meter that remembers, a probe, settings, and an occasion. */

import type { Occasion } from '../../../src/service/ask-store.ts';
import type { Parts } from '../../../src/service/parts.ts';
import { createProbe } from '../../../src/service/probe.ts';

export const OCCASION: Occasion = {
  alerts: [{ alertname: 'SalesFail', service: 'till', namespace: 'shop' }],
  service: null,
  name: 'SalesFail',
  onset: '2026-11-22T10:03:00.000Z',
  to: '2026-11-22T10:10:00.000Z',
  lookback: 3600,
  look: '',
};

export function looking(logLabels: Record<string, readonly string[]> | null = null) {
  const counted: string[] = [];
  const evidenceQuery = (backend: string, outcome: string) => counted.push(`${backend} ${outcome}`);
  const parts = {
    meter: { evidenceQuery },
    probe: createProbe({ now: () => '2026-11-22T10:10:00.000Z' }),
    settings: () => ({ lookback: 3600, logLabels }),
  } as unknown as Pick<Parts, 'meter' | 'probe' | 'settings'>;
  return { parts, counted };
}
