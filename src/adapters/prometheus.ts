/** Prometheus answers questions about metrics over its HTTP API, and rests behind a breaker while it is down. */
import { epochSeconds, type Instant } from '../domain/instant.ts';
import type { Exemplars } from '../ports/exemplars.ts';
import type { MetricAnswer, Metrics, RangeQuestion } from '../ports/metrics.ts';
import { PortError } from '../ports/port-error.ts';
import { readExemplars } from './exemplar-answer.ts';
import { createHttpClient, type HttpRequest } from './http-client.ts';
import { createBreaker } from './outbound-breaker.ts';
import {
  keptSeries,
  readEnvelope,
  readMetrics,
  readNames,
  readRuleExpression,
  refusalIn,
} from './prometheus-answer.ts';

export interface PrometheusOptions {
  /** http(s) URL, with a path prefix if need be. */
  readonly baseUrl: string;
  /** Authorization, X-Scope-OrgID and the like. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Per question. Default 10,000. */
  readonly timeoutMs?: number;
  /** Default 8 MiB. */
  readonly maxBytes?: number;
}

/** The most points per series that Prometheus itself gives. */
const MOST_POINTS = 11_000;

/** Throws PortError `refused` for a base URL that may not be called. */
export function createPrometheus(
  options: PrometheusOptions,
): Metrics & Exemplars & { close(): void } {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const client = createHttpClient({ ...options, vendor: 'Prometheus', refusal: refusalIn });
  const { base, who } = client.target;
  const breaker = createBreaker(who);
  const ask = (request: HttpRequest) =>
    breaker(async () => readEnvelope(who, await client.send(request), client.say));
  return {
    range: async (question) => {
      refuseTooFine(who, question);
      const kept = keptSeries(question.mostSeries);
      return readMetrics(who, await ask(rangeRequest(question, timeoutMs, kept)), kept);
    },
    instant: async (query, at, mostSeries) => {
      const kept = keptSeries(mostSeries);
      const envelope = await ask(instantRequest(query, at, timeoutMs, kept));
      return lastPoints(readMetrics(who, envelope, kept));
    },
    metricNames: async (names, window) => {
      const parts = inParts(names.filter((name) => METRIC_NAME.test(name)));
      const found = await Promise.all(
        parts.map(async (part) => readNames(who, await ask(namesRequest(part, window)), part)),
      );
      return new Set(found.flat());
    },
    ruleExpression: async (alertname) =>
      readRuleExpression(who, await ask(rulesRequest(alertname)), alertname),
    exemplars: async (expression, from, to) =>
      readExemplars(who, await ask(exemplarsRequest(expression, from, to))),
    link: (question) => graphLink(base, question),
    close: () => client.close(),
  };
}

/** A range selector brings a whole range even for one moment. */
function lastPoints(answer: MetricAnswer): MetricAnswer {
  const series = answer.series.map((one) => ({ ...one, points: one.points.slice(-1) }));
  return { ...answer, series };
}

function refuseTooFine(who: string, question: RangeQuestion): void {
  const seconds = epochSeconds(question.to) - epochSeconds(question.from);
  if (!(question.step >= 1)) throw new PortError('refused', `${who}: the step must be 1 s or more`);
  if (!(seconds >= 0)) throw new PortError('refused', `${who}: the range ends before it starts`);
  if (seconds / question.step > MOST_POINTS) {
    throw new PortError(
      'refused',
      `${who}: ${seconds} s at ${question.step} s is more than ${MOST_POINTS} points`,
    );
  }
}

function rangeRequest(question: RangeQuestion, timeoutMs: number, kept: number): HttpRequest {
  const form = queryForm(question.query, timeoutMs, kept);
  form.set('start', String(epochSeconds(question.from)));
  form.set('end', String(epochSeconds(question.to)));
  form.set('step', String(question.step));
  return { method: 'POST', path: '/api/v1/query_range', form };
}

function instantRequest(query: string, at: Instant, timeoutMs: number, kept: number): HttpRequest {
  const form = queryForm(query, timeoutMs, kept);
  form.set('time', String(epochSeconds(at)));
  return { method: 'POST', path: '/api/v1/query', form };
}

/** `timeout` lets the server stop working for nobody; servers before 3.2 ignore `limit`. */
function queryForm(query: string, timeoutMs: number, kept: number): URLSearchParams {
  // One more than is kept shows that there were more.
  const limit = String(kept + 1);
  return new URLSearchParams({ query, timeout: `${timeoutMs}ms`, limit });
}

/** What speaks the API without this part of it has none. */
function exemplarsRequest(query: string, from: Instant, to: Instant): HttpRequest {
  const form = new URLSearchParams({
    query,
    start: String(epochSeconds(from)),
    end: String(epochSeconds(to)),
  });
  const whenMissing = () => ({ status: 'success', data: [] });
  return { method: 'POST', path: '/api/v1/query_exemplars', form, whenMissing };
}

/** Names are anybody's text where packs are; others than these cannot be asked for in a list. */
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
/** The question is in the address, which must not become too long. */
const NAMES_AT_ONCE = 50;

function inParts(names: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(names.length / NAMES_AT_ONCE);
  return Array.from({ length: count }, (_, at) =>
    names.slice(at * NAMES_AT_ONCE, (at + 1) * NAMES_AT_ONCE),
  );
}

function namesRequest(
  names: readonly string[],
  { from, to }: Pick<RangeQuestion, 'from' | 'to'>,
): HttpRequest {
  const query = new URLSearchParams({
    'match[]': `{__name__=~"${names.join('|')}"}`,
    start: String(epochSeconds(from)),
    end: String(epochSeconds(to)),
  });
  return { method: 'GET', path: '/api/v1/label/__name__/values', query };
}

function rulesRequest(alertname: string): HttpRequest {
  const query = new URLSearchParams({
    type: 'alert',
    'rule_name[]': alertname,
    exclude_alerts: 'true',
  });
  return { method: 'GET', path: '/api/v1/rules', query };
}

function graphLink(base: string, question: RangeQuestion): string {
  const seconds = Math.max(1, Math.round(epochSeconds(question.to) - epochSeconds(question.from)));
  const link = new URL(`${base}/graph`);
  link.searchParams.set('g0.expr', question.query);
  link.searchParams.set('g0.tab', '0');
  link.searchParams.set('g0.range_input', `${seconds}s`);
  link.searchParams.set('g0.end_input', question.to.slice(0, 19).replace('T', ' '));
  return link.href;
}
