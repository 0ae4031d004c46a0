/** How an instant is printed for people: always in UTC, and always saying so. */
import type { Instant } from '../domain/instant.ts';

/** `2026-11-22 14:02:15 UTC` */
export function instantText(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}

/** `14:02:15`, with the day in front on any other day than `day`. */
export function timeText(at: Instant, day: string): string {
  const time = at.slice(11, 19);
  return at.startsWith(day) ? time : `${at.slice(0, 10)} ${time}`;
}
