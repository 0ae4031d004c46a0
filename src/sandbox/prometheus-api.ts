/** The envelope, parameters and errors of the Prometheus HTTP API, in its own words. */
import type { Answer, RecordedRequest } from './loopback.ts';

export function succeed(data: unknown): Answer {
  return { status: 200, body: { status: 'success', data } };
}

export function failure(status: number, errorType: string, error: string): Answer {
  return { status, body: { status: 'error', errorType, error } };
}

export function badData(error: string): Answer {
  return failure(400, 'bad_data', error);
}

/** Thrown where a question cannot be answered; carries the answer that says so. */
export class QueryRefused extends Error {
  override readonly name = 'QueryRefused';
  readonly answer: Answer;

  constructor(answer: Answer) {
    super('query refused');
    this.answer = answer;
  }
}

/** From the query or a form; a JSON body is not looked at. */
export function parameter(request: RecordedRequest, name: string): string {
  const isForm = (request.headers['content-type'] ?? '').startsWith(
    'application/x-www-form-urlencoded',
  );
  const form = isForm ? new URLSearchParams(request.text) : new URLSearchParams();
  return form.get(name) ?? request.query.get(name) ?? '';
}

/** Unix seconds from a number or RFC 3339. Throws QueryRefused. */
export function readTime(name: string, text: string, otherwise?: number): number {
  if (text === '' && otherwise !== undefined) return otherwise;
  const time = /^-?[\d.]+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  if (Number.isFinite(time)) return time;
  const reason = `cannot parse "${text}" to a valid timestamp`;
  throw new QueryRefused(badData(`invalid parameter "${name}": ${reason}`));
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** Seconds from a number or a duration such as `30s`. Throws QueryRefused. */
export function readStep(text: string): number {
  const [, amount, unit] = /^([\d.]+)(ms|[smhdw])?$/.exec(text) ?? [];
  const step = Number(amount) * (UNITS[unit ?? 's'] ?? Number.NaN);
  if (!Number.isFinite(step)) {
    const reason = `cannot parse "${text}" to a valid duration`;
    throw new QueryRefused(badData(`invalid parameter "step": ${reason}`));
  }
  if (step > 0) return step;
  const reason = 'zero or negative query resolution step widths are not accepted';
  throw new QueryRefused(badData(`invalid parameter "step": ${reason}. Try a positive integer`));
}

export function sampleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}
