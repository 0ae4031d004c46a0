/** Spans as OpenTelemetry writes them in JSON: with ids in base64 or hex, and kinds as names or numbers. */
import { z } from 'zod';
import { cleanLine } from '../domain/plain-text.ts';
import type { Span } from '../ports/traces.ts';
import { cleanPairs } from './outbound-text.ts';
import { LAST_SECOND } from './outbound-time.ts';

/** More spans than this are left out. */
export const KEPT_SPANS = 5000;
const NAME_BYTES = 256;
const MESSAGE_BYTES = 1024;

/** Nanoseconds. */
const Time = z
  .union([
    z.string().regex(/^\d{1,19}$/),
    z
      .number()
      .min(0)
      .max(LAST_SECOND * 1e9),
  ])
  .optional();

const Attribute = z.object({
  key: z.string(),
  value: z
    .object({
      stringValue: z.string(),
      intValue: z.union([z.string(), z.number()]),
      doubleValue: z.union([z.string(), z.number()]),
      boolValue: z.boolean(),
    })
    .partial()
    .nullish(),
});
const Attributes = z.array(Attribute).nullish();

const OtlpSpan = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().nullish(),
  name: z.string().nullish(),
  kind: z.union([z.string(), z.number()]).nullish(),
  startTimeUnixNano: Time,
  endTimeUnixNano: Time,
  attributes: Attributes,
  events: z.array(z.object({ name: z.string().nullish(), attributes: Attributes })).nullish(),
  status: z
    .object({ code: z.union([z.string(), z.number()]).nullish(), message: z.string().nullish() })
    .nullish(),
});

const Scope = z.object({ spans: z.array(OtlpSpan).nullish() });

/** `instrumentationLibrarySpans` is how it was called before 2022. */
export const ResourceSpans = z.array(
  z.object({
    resource: z.object({ attributes: Attributes }).nullish(),
    scopeSpans: z.array(Scope).nullish(),
    instrumentationLibrarySpans: z.array(Scope).nullish(),
  }),
);

export interface SpanOfTrace {
  /** 32 hex digits. */
  readonly traceId: string;
  readonly span: Span;
}

/** At most 5000 spans, and whether there were more; null when an id is unreadable. */
export function readSpans(
  resources: z.output<typeof ResourceSpans>,
): { readonly spans: readonly SpanOfTrace[]; readonly cut: boolean } | null {
  const raw = resources.flatMap((one) => {
    const service = textIn(one.resource?.attributes, 'service.name');
    const pod = textIn(one.resource?.attributes, 'k8s.pod.name');
    const scopes = [...(one.scopeSpans ?? []), ...(one.instrumentationLibrarySpans ?? [])];
    return scopes.flatMap((scope) => scope.spans ?? []).map((span) => ({ span, service, pod }));
  });
  const spans = raw
    .slice(0, KEPT_SPANS)
    .map(({ span, service, pod }) => spanOf(span, service, pod));
  return spans.every((one) => one !== null) ? { spans, cut: raw.length > KEPT_SPANS } : null;
}

function spanOf(span: z.output<typeof OtlpSpan>, service: string, pod: string): SpanOfTrace | null {
  const traceId = idText(span.traceId, 32);
  const id = idText(span.spanId, 16);
  if (traceId === null || id === null) return null;
  const startMs = milliseconds(span.startTimeUnixNano);
  const pairs = (span.attributes ?? []).map(({ key, value }) => [key, textOf(value)] as const);
  return {
    traceId,
    span: {
      id,
      parentId: idText(span.parentSpanId ?? '', 16),
      service: cleanLine(service, NAME_BYTES) || 'unknown service',
      operation: cleanLine(span.name ?? '', NAME_BYTES) || 'unnamed',
      kind: kindOf(span.kind ?? 0),
      startMs,
      durationMs: Math.max(0, milliseconds(span.endTimeUnixNano) - startMs),
      failed: span.status?.code === 'STATUS_CODE_ERROR' || span.status?.code === 2,
      message: cleanLine(messageOf(span), MESSAGE_BYTES),
      attributes: cleanPairs(pod === '' ? pairs : [['k8s.pod.name', pod], ...pairs]),
    },
  };
}

/** Lengths tell the encodings apart: 8 bytes are 16 hex digits, but 12 characters of base64. */
export function idText(id: string, digits: 16 | 32): string | null {
  if (id.length === digits && /^[0-9a-f]+$/i.test(id)) return zeroIsNone(id.toLowerCase());
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(id)) return null;
  const hex = Buffer.from(id, 'base64').toString('hex');
  return hex.length === digits ? zeroIsNone(hex) : null;
}

function zeroIsNone(hex: string): string | null {
  return /^0+$/.test(hex) ? null : hex;
}

/** Nanoseconds as text are split first: as one number they are not exact. */
function milliseconds(time: string | number | undefined): number {
  if (typeof time !== 'string') return (time ?? 0) / 1e6;
  return Number(time.slice(0, -6)) + Number(time.slice(-6)) / 1e6;
}

const KINDS: readonly Span['kind'][] = [
  'unknown',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];

function kindOf(kind: string | number): Span['kind'] {
  if (typeof kind === 'number') return KINDS[kind] ?? 'unknown';
  const name = kind.replace('SPAN_KIND_', '').toLowerCase();
  return KINDS.find((known) => known === name) ?? 'unknown';
}

/** What the span says, or the exception that it recorded. */
function messageOf(span: z.output<typeof OtlpSpan>): string {
  const exception = (span.events ?? []).find(({ name }) => name === 'exception');
  const thrown = textIn(exception?.attributes, 'exception.message');
  const said = span.status?.message ?? '';
  return said !== '' && thrown !== '' && said !== thrown ? `${said}: ${thrown}` : said || thrown;
}

type AttributeList = z.output<typeof Attributes>;

function textIn(attributes: AttributeList, name: string): string {
  return textOf(attributes?.find(({ key }) => key === name)?.value);
}

function textOf(value: z.output<typeof Attribute>['value']): string {
  const { stringValue, intValue, doubleValue, boolValue } = value ?? {};
  return String(stringValue ?? intValue ?? doubleValue ?? boolValue ?? '');
}
