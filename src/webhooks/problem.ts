/** A problem is the sender's own mistake, said so that the sender can mend it; http/ prints it as RFC 9457 problem+json. */
interface Problem {
  readonly status: 400 | 401 | 413 | 415;
  /** Stable name for clients and counters: `malformed_json`, `too_deep` … */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** What the sender can do about it. */
  readonly remedy: string;
}

export interface Refused {
  readonly ok: false;
  readonly error: Problem;
}

/** A body that cannot be read: status 400. */
export function badRequest(code: string, title: string, detail: string, remedy: string): Refused {
  return { ok: false, error: { status: 400, code, title, detail, remedy } };
}
