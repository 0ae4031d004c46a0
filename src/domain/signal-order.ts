/** Whether a signal is news, given what is known: duplicates, replays and overtaking deliveries are not. */
import { type Instant, plusSeconds } from './instant.ts';
import type { Signal, SignalState } from './signal.ts';

/** Some senders cut `endsAt` to whole seconds while `startsAt` keeps its fraction. */
const ROUNDING_SECONDS = 1;

/**
 * A firing claim is news for an unknown signal, or when its episode began after the known one ended.
 * A resolved claim is news unless it ended before the episode that is known to be firing began.
 */
export function isNews(known: SignalState | null, signal: Signal): boolean {
  if (known === null) return true;
  return signal.status === 'firing' ? isNewFiring(known, signal) : isNewResolve(known, signal);
}

/** The state of a signal after a piece of news; dates of the latest episode win. */
export function afterNews(known: SignalState | null, signal: Signal): SignalState {
  const startsAt = latest(known?.startsAt ?? null, signal.startsAt);
  const base = { name: signal.name, startsAt };
  if (signal.status === 'firing') return { ...base, status: 'firing', endsAt: null };
  return { ...base, status: 'resolved', endsAt: hasUsableEnd(signal) ? signal.endsAt : null };
}

function isNewFiring(known: SignalState, signal: Signal): boolean {
  const { startsAt } = signal;
  if (startsAt === null) return known.status === 'resolved';
  const isLaterStart = known.startsAt === null || startsAt > known.startsAt;
  if (known.status === 'firing') return known.startsAt !== null && isLaterStart;
  // Without a usable end only the starts can be compared.
  if (known.endsAt === null) return isLaterStart;
  const isAfterRounding = startsAt > plusSeconds(known.endsAt, ROUNDING_SECONDS);
  return startsAt > known.endsAt && (isLaterStart || isAfterRounding);
}

function isNewResolve(known: SignalState, signal: Signal): boolean {
  const end = hasUsableEnd(signal) ? signal.endsAt : null;
  if (known.status === 'resolved') {
    return end !== null && (known.endsAt === null || end > known.endsAt);
  }
  if (end === null || known.startsAt === null) return true;
  return plusSeconds(end, ROUNDING_SECONDS) >= known.startsAt;
}

/** A resolved alert whose start equals its end was closed by hand: its dates say nothing about order. */
function hasUsableEnd(signal: Signal): boolean {
  return signal.endsAt !== null && signal.endsAt !== signal.startsAt;
}

function latest(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
