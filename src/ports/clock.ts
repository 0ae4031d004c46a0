/** The clock is the only source of "now"; tests move it. */
import type { Instant } from '../domain/instant.ts';

export interface Clock {
  now(): Instant;
}
