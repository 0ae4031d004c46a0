/** The API of a running Tocsin, as the command line speaks to it. */
import { readEnvironment } from '../config/environment.ts';

export interface ApiOptions {
  readonly url?: string;
  readonly timeout?: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

const DEFAULT_TIMEOUT_SECONDS = 30;

/**
 * One request. Throws with what to do when the service does not answer, and with the problem's detail and remedy when
 * it refuses; `allow` lists codes that the caller reads itself.
 */
export async function callApi(
  options: ApiOptions,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  allow: readonly number[] = [],
): Promise<ApiAnswer> {
  const env = readEnvironment();
  const base = options.url ?? `http://127.0.0.1:${env['PORT'] || 8080}`;
  const token = env['TOCSIN_API_TOKEN'] ?? '';
  const response = await send(base, path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(Number(options.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000),
  });
  const answer = { status: response.status, body: parse(await response.text()) };
  if (response.ok || allow.includes(response.status)) return answer;
  throw new Error(problemText(base, answer));
}

async function send(base: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(new URL(path, base), init);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `${base} does not answer (${reason}). Is "tocsin serve" running? --url names another one.`,
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function problemText(base: string, { status, body }: ApiAnswer): string {
  if (typeof body !== 'object' || body === null || !('detail' in body)) {
    return `${base} answered ${status}; is it a Tocsin?`;
  }
  const remedy = 'remedy' in body ? `\n${String(body.remedy)}` : '';
  return `${String(body.detail)}${remedy}`;
}
