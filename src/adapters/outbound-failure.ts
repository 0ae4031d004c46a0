/** Outbound failures are told as PortErrors that say who failed and how, and never carry a credential. */
import { PortError, type PortReason } from '../ports/port-error.ts';
import { clip } from './clipped.ts';

/** An answer other than 2xx. */
export interface FailedAnswer {
  readonly status: number;
  readonly header: (name: string) => string | null;
  /** What the other side said about it, cleaned by `sayable`; may be empty. */
  readonly words: string;
}

/** `who` is a target's `who`. */
export function failedAnswer(who: string, answer: FailedAnswer): PortError {
  const said = answer.words === '' ? `(${answer.status})` : `(${answer.status}): ${answer.words}`;
  if (answer.status >= 300 && answer.status < 400) {
    return new PortError('refused', `${who} ${redirection(answer)}`);
  }
  const reason = reasonOf(answer.status);
  const wait = reason === 'rate-limited' ? retryAfter(answer.header) : null;
  return new PortError(reason, `${who} ${VERBS[reason]} ${said}`, wait);
}

const VERBS: Readonly<Record<PortReason, string>> = {
  auth: 'does not accept our credentials',
  'rate-limited': 'asks us to slow down',
  refused: 'refused the request',
  unavailable: 'failed',
  timeout: 'gave up waiting',
  malformed: 'answered with something unusable',
};

function reasonOf(status: number): PortReason {
  if (status === 401 || status === 403) return 'auth';
  if (status === 408) return 'timeout';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'unavailable';
  return status >= 400 ? 'refused' : 'malformed';
}

function redirection(answer: FailedAnswer): string {
  const location = answer.header('location') ?? '';
  const host = URL.canParse(location) ? new URL(location).host : 'another path of the same host';
  return `redirects to ${host} (${answer.status}); redirects are not followed, configure the final address`;
}

const LONGEST_WAIT_SECONDS = 3600;

/** Seconds from `ratelimit-reset` or `Retry-After`, at most an hour; null when neither is usable. */
function retryAfter(header: (name: string) => string | null): number | null {
  const told = (header('ratelimit-reset') ?? header('retry-after') ?? '').trim();
  const seconds = /^\d+(\.\d+)?$/.test(told) ? Number(told) : secondsUntil(told, header('date'));
  if (!Number.isFinite(seconds)) return null;
  return Math.min(Math.max(Math.ceil(seconds), 0), LONGEST_WAIT_SECONDS);
}

/** A date is measured against the sender's own clock; NaN when either is missing. */
function secondsUntil(date: string, sentAt: string | null): number {
  return (Date.parse(date) - Date.parse(sentAt ?? '')) / 1000;
}

/** For an answer that cannot be read; `what` follows "an answer that". */
export function malformed(who: string, what: string): PortError {
  return new PortError('malformed', `${who} gave an answer that ${what}`);
}

/** For a call that ended without an answer: refused connection, unknown host, broken TLS, cut line. */
export function brokenCall(who: string, error: unknown): PortError {
  const code = errorCode(error);
  if (code === 'ELINKLOCAL') {
    return new PortError('refused', `${who} leads to a link-local address; those are refused`);
  }
  return new PortError('unavailable', `${who} cannot be reached (${code})`);
}

/** Only the code: messages of HTTP libraries carry URLs and headers. */
function errorCode(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code: unknown = 'code' in cause ? cause.code : undefined;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
  }
  return 'connection failed';
}

/** Another side's words as one clean line of at most 400 characters, with our secrets blotted out in every form. */
export function sayable(words: string, secrets: readonly string[] = []): string {
  let clean = words;
  for (const form of formsOf(secrets)) clean = clean.replaceAll(form, '***');
  return clip(clean.replace(/\p{C}+/gu, ' ').trim(), 400);
}

/** As it is, percent-encoded, and in both alphabets of base64; the longest first, because one may be part of another. */
function formsOf(secrets: readonly string[]): readonly string[] {
  const forms = secrets.flatMap((secret) => {
    const bytes = Buffer.from(secret);
    const encoded = [bytes.toString('base64'), bytes.toString('base64url')];
    return [
      secret,
      encodeURIComponent(bytes.toString()),
      ...encoded.map((text) => text.replace(/=+$/, '')),
    ];
  });
  return forms.filter((form) => form !== '').toSorted((a, b) => b.length - a.length);
}

/**
 * Runs `work` with a signal that fires after `ms`, and throws PortError `timeout` then, also when `work` does not heed it.
 * The signal also fires when `work` has ended, so that nothing it opened stays behind.
 */
export async function withinDeadline<T>(
  who: string,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const control = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new PortError('timeout', `${who} did not answer within ${ms / 1000} s`));
      control.abort();
    }, ms);
  });
  try {
    return await Promise.race([work(control.signal), expiry]);
  } finally {
    clearTimeout(timer);
    control.abort();
  }
}
