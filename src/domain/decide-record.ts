/** Decides about facts that are simply recorded: people, evidence, pages, updates, actions. */
import type {
  Command,
  DoubtPage,
  LinkPagerduty,
  NotePageAccepted,
  RankHypotheses,
  RecordEvidence,
  TakeCommand,
} from './command.ts';
import type { Decision } from './decide.ts';
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-event.ts';
import { one } from './one-event.ts';
import { ok } from './refusal.ts';
import { saidAtOf, tooLate } from './said-at.ts';

export function record(incident: Incident, command: Command): Decision {
  switch (command.type) {
    case 'RecordEvidence':
      return recordEvidence(incident, command);
    case 'NotePageAccepted':
      return pageAccepted(incident, command);
    case 'NotePageFailed': {
      const { at, by, via, dedupKey, generation, action, reason, willRetry } = command;
      return ok([
        { type: 'PageFailed', at, by, via, dedupKey, generation, action, reason, willRetry },
      ]);
    }
    case 'Acknowledge':
      return acknowledge(incident, command);
    case 'LinkPagerduty':
      return linkPagerduty(incident, command);
    case 'DoubtPage':
      return doubtPage(incident, command);
    default:
      return recordTold(incident, command);
  }
}

/** What others told us, or what we found by comparing. */
function recordTold(incident: Incident, command: Command): Decision {
  switch (command.type) {
    case 'FollowPagerduty':
      return one('PagerdutyChanged', command, { change: command.change, detail: command.detail });
    case 'NoteFallback': {
      const { via, why, failure } = command;
      return one('FallbackCalled', command, { via, why, failure });
    }
    case 'NoteRepair':
      return one('RepairMade', command, { what: command.what });
    default:
      return recordWords(incident, command);
  }
}

function linkPagerduty(incident: Incident, command: LinkPagerduty): Decision {
  const { incidentId, url, keys } = command;
  // A reopened incident has lost its link, and may get back the one it had.
  const isKnown = incident.vendorIncidents.includes(incidentId) && incident.pagerduty !== null;
  if (isKnown) return ok([]);
  return one('PagerdutyLinked', command, { incidentId, url, keys });
}

/** A doubt about a page that rang meanwhile, or about an earlier ringing, is no news. */
function doubtPage(incident: Incident, command: DoubtPage): Decision {
  const { generation, why } = command;
  const wasSeen = incident.acknowledged !== null || incident.page.state === 'closed';
  if (incident.page.generation !== generation || wasSeen) return ok([]);
  return one('PageDoubted', command, { generation, why });
}

function recordWords(incident: Incident, command: Command): Decision {
  switch (command.type) {
    case 'TakeCommand':
      return takeCommand(incident, command);
    case 'StateImpact':
      return one('ImpactStated', command, { impact: command.impact });
    case 'RankHypotheses':
      return rankHypotheses(incident, command);
    case 'StatePrevention':
      return one('PreventionStated', command, { text: command.text });
    case 'TakeNote':
      return one('NoteTaken', command, { text: command.text });
    case 'Escalate':
      return one('Escalated', command, { reason: command.reason });
    default:
      return ok([]);
  }
}

/** The same result is no news; but that something is still missing is, as long as it is looked for again. */
function rankHypotheses(incident: Incident, command: RankHypotheses): Decision {
  const { hypotheses, inconclusive = '', holes = [], mayPass = true } = command;
  const { diagnosis } = incident;
  const isKnown =
    JSON.stringify(hypotheses) === JSON.stringify(incident.hypotheses) &&
    inconclusive === (diagnosis?.inconclusive ?? '') &&
    JSON.stringify(holes) === JSON.stringify(diagnosis?.holes ?? null);
  if (isKnown && (holes.length === 0 || !mayPass)) return ok([]);
  return one('HypothesesRanked', command, { hypotheses, inconclusive, holes, mayPass });
}

/** The first one to answer counts, also when that is heard later. */
function acknowledge(incident: Incident, command: Command): Decision {
  const { acknowledged } = incident;
  const isFirst = acknowledged === null || saidAtOf(command) < acknowledged.at;
  return isFirst ? one('Acknowledged', command, {}) : ok([]);
}

/** The last one to say so has command; that somebody confirmed the severity counts for less than a word. */
function takeCommand(incident: Incident, command: TakeCommand): Decision {
  const commander = command.commander === 'me' ? command.by.name : command.commander;
  const { commandBy, commandedAt } = incident;
  if (commandBy === 'word' && commandedAt !== null && saidAtOf(command) <= commandedAt) {
    if (incident.commander === commander) return ok([]);
    return ok([tooLate(command, `${commander} took command before ${incident.commander} did`)]);
  }
  return one('CommandTaken', command, { commander });
}

/** Evidence is numbered here; a question that was answered once is not recorded again. */
function recordEvidence(incident: Incident, command: RecordEvidence): Decision {
  const { at, by } = command;
  const settled = new Set(
    incident.evidence
      .filter((evidence) => evidence.outcome !== 'unavailable')
      .map((evidence) => evidence.question),
  );
  const silent = new Set(incident.evidence.map((evidence) => evidence.question));
  const news = command.drafts.filter(
    (draft) =>
      !settled.has(draft.question) &&
      (draft.outcome !== 'unavailable' || !silent.has(draft.question)),
  );
  return ok(
    news.map((draft, index): IncidentEvent => {
      const id = `E${incident.evidence.length + index + 1}` as const;
      return { type: 'EvidenceRecorded', at, by, evidence: { ...draft, id } };
    }),
  );
}

/** A page that is sent again after a crash is accepted again under the same key: once is enough to know. */
function pageAccepted(incident: Incident, command: NotePageAccepted): Decision {
  const { at, by, via, dedupKey, generation, action, summary } = command;
  const { page } = incident;
  const isKnown =
    page.generation === generation && page.state === (action === 'trigger' ? 'accepted' : 'closed');
  if (isKnown) return ok([]);
  return ok([{ type: 'PageAccepted', at, by, via, dedupKey, generation, action, summary }]);
}
