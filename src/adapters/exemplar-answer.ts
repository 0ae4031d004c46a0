/** An answer of exemplars: which requests stand behind a series, as far as their labels name a trace. */
import { z } from 'zod';
import type { Exemplar } from '../ports/exemplars.ts';
import { malformed } from './outbound-failure.ts';
import { cleanPairs } from './outbound-text.ts';
import { LAST_SECOND } from './outbound-time.ts';
import type { Envelope } from './prometheus-answer.ts';

const KEPT_EXEMPLARS = 1000;

const Rows = z
  .array(
    z.object({
      seriesLabels: z.record(z.string(), z.string()),
      exemplars: z.array(z.unknown()),
    }),
  )
  .nullish();

const One = z.object({
  labels: z.record(z.string(), z.string()),
  value: z.union([z.string(), z.number()]),
  timestamp: z.number().min(0).max(LAST_SECOND),
});

/** What instrumentation calls the id of a trace. */
const TRACE_LABELS = ['trace_id', 'traceID', 'traceId', 'traceid'];

/** At most 1000; those that name no trace are left out. Throws PortError `malformed`. */
export function readExemplars(who: string, { data }: Envelope): readonly Exemplar[] {
  const read = Rows.safeParse(data);
  if (!read.success) throw malformed(who, 'lists no exemplars');
  return (read.data ?? [])
    .flatMap(({ seriesLabels, exemplars }) => {
      const labels = cleanPairs(Object.entries(seriesLabels));
      return exemplars.slice(0, KEPT_EXEMPLARS).flatMap((one) => exemplarOf(who, labels, one));
    })
    .slice(0, KEPT_EXEMPLARS);
}

function exemplarOf(who: string, labels: Exemplar['labels'], given: unknown): readonly Exemplar[] {
  const one = One.safeParse(given);
  if (!one.success) throw malformed(who, 'has an exemplar that we cannot read');
  const { value, timestamp } = one.data;
  const name = TRACE_LABELS.find((label) => Object.hasOwn(one.data.labels, label)) ?? '';
  const id = one.data.labels[name] ?? '';
  if (!/^[0-9a-f]{1,32}$/i.test(id) || /^0+$/.test(id)) return [];
  const traceId = id.toLowerCase().padStart(32, '0');
  return [{ labels, traceId, at: new Date(timestamp * 1000).toISOString(), value: Number(value) }];
}
