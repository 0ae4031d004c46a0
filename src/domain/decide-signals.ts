/** Decides what a delivery of signals means: a new incident, news for an open one, a reopening, or nothing. */

import { system } from './actor.ts';
import type { ObserveSignals, ReportIncident } from './command.ts';
import type { Decision } from './decide.ts';
import { reopenings } from './decide-action.ts';
import { type Incident, isOpen, mayReopen } from './incident.ts';
import type {
  IncidentEvent,
  IncidentOpened,
  IncidentReopened,
  SignalsObserved,
} from './incident-event.ts';
import { earlier, type Instant } from './instant.ts';
import type { Policy } from './policy.ts';
import { ok, refuse } from './refusal.ts';
import { isWorse, type Proposal } from './severity.ts';
import { type Signal, signalKey } from './signal.ts';
import { isNews } from './signal-order.ts';

export function observeSignals(
  incident: Incident | null,
  command: ObserveSignals,
  policy: Policy,
): Decision {
  const observed = newsIn(incident, command);
  if (observed.fired.length + observed.resolved.length === 0) return ok([]);
  if (incident === null) return ok(opening(command, observed));
  if (isOpen(incident)) return ok([observed, ...raise(incident, command, observed)]);
  if (observed.fired.length === 0) return ok([observed]);
  if (!mayReopen(incident, command.at, policy.reopenWithin)) return ok([]);
  const again = reopening(command, observed);
  const actions = reopenings(incident, command, again.reason);
  return ok([again, ...actions, observed, ...raise(incident, command, observed)]);
}

export function reportIncident(incident: Incident | null, command: ReportIncident): Decision {
  if (incident !== null) return refuse('ReportIncident', []);
  const { birth, title, description, services, proposal, at, by } = command;
  const opened: IncidentOpened = {
    type: 'IncidentOpened',
    ...birth,
    at,
    by,
    title,
    description,
    startedAt: at,
    affectedServices: services,
  };
  return ok([opened, proposed(proposal, at)]);
}

function newsIn(incident: Incident | null, command: ObserveSignals): SignalsObserved {
  const { at, by, truncated } = command;
  const news = command.signals.filter((signal) => {
    const key = signalKey(signal);
    return isNews(incident?.signals[key] ?? command.known.get(key) ?? null, signal);
  });
  return {
    type: 'SignalsObserved',
    at,
    by,
    fired: news.filter((signal) => signal.status === 'firing'),
    resolved: news.filter((signal) => signal.status === 'resolved'),
    truncated,
  };
}

function opening(command: ObserveSignals, observed: SignalsObserved): readonly IncidentEvent[] {
  const [first] = observed.fired;
  if (first === undefined) return [];
  const { at, by, birth, proposal } = command;
  const opened: IncidentOpened = {
    type: 'IncidentOpened',
    ...birth,
    at,
    by,
    title: titleOf(first, observed.fired.length),
    description: first.annotations['description'] ?? '',
    startedAt: startOf(observed.fired, at),
    affectedServices: proposal.affectedServices,
  };
  return [opened, observed, proposed(proposal, at)];
}

/** A proposal is news when something new fires and it is worse than every one before, or than what a person made of another rule's. */
function raise(
  incident: Incident,
  command: ObserveSignals,
  observed: SignalsObserved,
): readonly IncidentEvent[] {
  const { proposal, at } = command;
  const isWorseThanEver = isWorse(proposal.severity, incident.proposal.severity);
  const isOtherwiseWorse =
    proposal.rule !== incident.proposal.rule && isWorse(proposal.severity, incident.severity);
  const isRaise = observed.fired.length > 0 && (isWorseThanEver || isOtherwiseWorse);
  return isRaise ? [proposed(proposal, at)] : [];
}

function reopening(command: ObserveSignals, observed: SignalsObserved): IncidentReopened {
  const { at, by } = command;
  const names = [...new Set(observed.fired.map((signal) => signal.name))].join(', ');
  return { type: 'IncidentReopened', at, by, reason: `${names} fired again` };
}

function proposed(proposal: Proposal, at: Instant): IncidentEvent {
  const { severity, rule, reason, affectedServices, impact } = proposal;
  return {
    type: 'SeverityProposed',
    at,
    by: system('rules'),
    severity,
    rule,
    reason,
    affectedServices,
    impact,
  };
}

const TITLE_LENGTH = 200;

function titleOf(signal: Signal, count: number): string {
  const summary = signal.annotations['summary'] ?? '';
  const text = summary === '' ? signal.name : `${signal.name}: ${summary}`;
  const line = text.replace(/\s+/g, ' ').trim();
  const title =
    line.length > TITLE_LENGTH ? `${[...line].slice(0, TITLE_LENGTH - 1).join('')}…` : line;
  return count > 1 ? `${title} (+${count - 1})` : title;
}

/** The earliest start of the alerts; one that lies in the future counts as now. */
function startOf(fired: readonly Signal[], at: Instant): Instant {
  return fired.reduce((start, signal) => earlier(start, signal.startsAt ?? at), at);
}
