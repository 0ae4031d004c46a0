/** Folds what the sources say into the incident: which signals fire, since when, and whether all are clear. */
import { type Incident, isVendorClaim } from './incident.ts';
import type { SignalsObserved } from './incident-event.ts';
import { earlier, type Instant } from './instant.ts';
import { type Signal, type SignalState, signalKey } from './signal.ts';
import { afterNews } from './signal-order.ts';

export function foldSignals(incident: Incident, event: SignalsObserved): Incident {
  const signals = withNews(incident.signals, [...event.resolved, ...event.fired]);
  // Alerts that the sender left out may still fire: doubt counts as firing.
  const fires = event.truncated > 0 || stillFires(signals);
  const next: Incident = {
    ...incident,
    signals,
    truncated: event.truncated,
    startedAt: event.fired.reduce(
      (start, signal) => began(start, signal, event.at),
      incident.startedAt,
    ),
    clearedAt: fires ? null : event.at,
  };
  // What was verified before does not count once something fires again.
  if (!fires) return { ...next, lastCheck: null };
  return { ...next, verification: null, lastCheck: null, userReports: null };
}

/** Where alerts were seen they decide; PagerDuty's claim counts only while it is the only one. */
function stillFires(signals: Incident['signals']): boolean {
  const all = Object.entries(signals);
  const alerts = all.filter(([key]) => !isVendorClaim(key));
  return (alerts.length > 0 ? alerts : all).some(([, signal]) => signal.status === 'firing');
}

function withNews(
  known: Incident['signals'],
  news: readonly Signal[],
): Readonly<Record<string, SignalState>> {
  const signals = new Map(Object.entries(known));
  for (const signal of news) {
    const key = signalKey(signal);
    signals.set(key, afterNews(signals.get(key) ?? null, signal));
  }
  return Object.fromEntries(signals);
}

/** The earliest start that is not in the future: a source's clock may run ahead. */
function began(start: Instant, signal: Signal, at: Instant): Instant {
  return signal.startsAt === null || signal.startsAt > at ? start : earlier(start, signal.startsAt);
}
