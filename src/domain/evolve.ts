/** Evolve folds one event into an incident: pure, total over every stream that begins with its opening. */

import { foldAction } from './evolve-action.ts';
import { foldChanges } from './evolve-changes.ts';
import { opened, UNJUDGED } from './evolve-opening.ts';
import { foldSpent } from './evolve-override.ts';
import { foldPhase } from './evolve-phase.ts';
import { foldRecord } from './evolve-record.ts';
import { foldSignals } from './evolve-signals.ts';
import { foldUpdate } from './evolve-update.ts';
import { foldWorkflow } from './evolve-workflow.ts';
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import { type Proposal, worst } from './severity.ts';

/** The incident after the event; the first event of a stream is its opening. */
export function evolve(incident: Incident | null, event: IncidentEvent): Incident {
  if (event.type === 'IncidentOpened') return opened(event);
  if (incident === null)
    throw new TypeError(`the first event is ${event.type}, not IncidentOpened`);
  const next = FOLDS.reduce((state, each) => each(state, event), incident);
  const since = next.severity === incident.severity ? {} : { severitySince: event.at };
  const changed = foldChanges(incident, { ...next, ...since }, event);
  // An update tells all of what changed before it.
  return { ...foldUpdate(changed, event), lastUpdated: event.at };
}

const FOLDS = [fold, foldPhase, foldRecord, foldSpent, foldWorkflow, foldAction];

function fold(incident: Incident, event: IncidentEvent): Incident {
  switch (event.type) {
    case 'SignalsObserved':
      return foldSignals(incident, event);
    case 'SeverityProposed':
      return proposed(incident, event);
    case 'SeverityConfirmed':
      return {
        ...incident,
        severity: event.severity,
        confirmed: {
          severity: event.severity,
          how: event.how,
          by: event.by.name,
          at: event.saidAt ?? event.at,
        },
      };
    default:
      return incident;
  }
}

/** Severity rises by itself and falls only by a person. */
function proposed(incident: Incident, event: Proposal): Incident {
  const isFirst = incident.proposal.rule === UNJUDGED.rule;
  const { severity, rule, reason, affectedServices, impact = '' } = event;
  return {
    ...incident,
    proposal: { severity, rule, reason, affectedServices, impact },
    assumedImpact: impact === '' ? incident.assumedImpact : impact,
    severity: isFirst ? severity : worst(incident.severity, severity),
    affectedServices: [...new Set([...incident.affectedServices, ...affectedServices])],
  };
}
