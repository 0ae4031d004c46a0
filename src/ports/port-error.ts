/** A port error is the world saying no: retried or recorded, never a bug. */
export type PortReason =
  | 'auth'
  | 'rate-limited'
  | 'refused'
  | 'unavailable'
  | 'timeout'
  | 'malformed';

export class PortError extends Error {
  override readonly name = 'PortError';
  readonly reason: PortReason;
  /** Seconds the other side asked us to wait; null when it did not say. */
  readonly retryAfter: number | null;

  constructor(reason: PortReason, message: string, retryAfter: number | null = null) {
    super(message);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  /** Whether asking again later can help: a wrong key or a refused request stays wrong. */
  get retryable(): boolean {
    return this.reason !== 'auth' && this.reason !== 'refused';
  }
}
