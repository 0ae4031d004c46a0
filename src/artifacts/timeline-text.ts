/** Timeline text: one plain English sentence per event, for people who read what happened. */
import type { EvidenceId } from '../domain/evidence.ts';
import type { FallbackCalled, IncidentEvent, PageAccepted } from '../domain/incident-event.ts';
import type { Signal } from '../domain/signal.ts';
import { plainLine } from './neutral.ts';

type Sentences = {
  readonly [T in IncidentEvent['type']]: (event: Extract<IncidentEvent, { type: T }>) => string;
};

const NAMES_SHOWN = 5;

const CHECKED = {
  recovered: 'Recovery verified',
  'not-recovered': 'Not recovered',
  inconclusive: 'Recovery not proven',
} as const;

const RESOLVED = {
  fixed: 'Resolved: fixed, and the recovery is verified',
  alerts_cleared: 'Resolved: it recovered without a recorded fix',
  overridden: 'Resolved by an override',
} as const;

const NUDGED = {
  triage: 'Reminder: triage is nearly due',
  update: 'Reminder: a stakeholder update is nearly due',
  postmortem: 'Reminder: the postmortem is due',
} as const;

const SENTENCES: Sentences = {
  IncidentOpened: (event) =>
    `${event.id} opened from ${event.source}: ${event.title}${after('; affects ', event.affectedServices.join(', '))}${after('; follows ', event.follows ?? '')}`,
  SignalsObserved: signalsText,
  SeverityProposed: (event) =>
    `Severity ${event.severity} proposed by ${event.rule}${after(': ', event.reason)}`,
  SeverityConfirmed: (event) =>
    event.how === 'person'
      ? `${event.severity} confirmed by ${event.by.name}${after(': ', event.reason)}`
      : `${event.severity} accepted at the triage deadline: nobody had confirmed it`,
  CommandTaken: (event) =>
    event.implied === true
      ? `${event.commander} is in command, having confirmed the severity`
      : event.commander === event.by.name
        ? `${event.commander} took command`
        : `${event.by.name} gave command to ${event.commander}`,
  ImpactStated: (event) => `Impact stated by ${event.by.name}: ${event.impact}`,
  EvidenceRecorded: ({ evidence }) =>
    `Evidence ${evidence.id} (${evidence.source}): ${evidence.summary}`,
  HypothesesRanked: hypothesesText,
  RootCauseNamed: (event) =>
    `Root cause named by ${event.by.name}: ${event.text}${evidenceText(event.evidence)}`,
  FixRecorded: (event) =>
    `Fix recorded by ${event.by.name}: ${event.text}${after('; rollback: ', event.rollback)}${evidenceText(event.evidence)}`,
  RecoveryChecked: (event) =>
    `${CHECKED[event.verdict]} (check ${event.attempt}): ${event.finding}${evidenceText(event.evidence)}`,
  RecoveryVouched: (event) => `Recovery vouched for by ${event.by.name}: ${event.text}`,
  GateOverridden: (event) =>
    `Override by ${event.by.name} of what the gate asks for (${event.need}): ${event.reason}`,
  IncidentResolved: (event) => RESOLVED[event.closing.resolution],
  IncidentReopened: (event) => `Reopened: ${event.reason}`,
  PostmortemClosed: (event) => `Postmortem closed by ${event.by.name}`,
  StakeholdersUpdated: (event) =>
    event.how === 'prepared'
      ? `Stakeholders updated with the prepared text, nobody wrote one in time: ${event.text}`
      : `Stakeholders updated by ${event.by.name}: ${event.text}`,
  ActionAdded: (event) =>
    `Action item added by ${event.by.name}: ${event.text}${after('; owner ', event.owner)}${after('; due ', event.due)}${event.proof == null ? '' : `; proved by ${event.proof.promql} for ${event.proof.days} d`}`,
  PreventionStated: (event) => `Prevention stated by ${event.by.name}: ${event.text}`,
  NoteTaken: (event) => `Note by ${event.by.name}: ${event.text}`,
  Escalated: (event) => `Escalated by ${event.by.name}${after(': ', event.reason)}`,
  PageAccepted: (event) =>
    event.action === 'trigger' ? pageText(event) : `Page closed at ${event.via}`,
  PageFailed: (event) =>
    `${event.action === 'trigger' ? 'Page not accepted' : 'Page not closed'} by ${event.via}: ${event.reason}; ${event.willRetry ? 'it will be tried again' : 'it will not be tried again'}`,
  Acknowledged: (event) => `Acknowledged by ${event.by.name}`,
  PagerdutyLinked: (event) => `Joined with PagerDuty incident ${event.incidentId}`,
  PagerdutyChanged: (event) =>
    `PagerDuty: ${event.change}${event.detail === '' ? '' : `, ${event.detail}`}`,
  PageDoubted: (event) => `The page is in doubt: ${event.why}`,
  FallbackCalled: (event) => fallbackText(event),
  RepairMade: (event) => `Repaired: ${event.what}`,
  TriageCompleted: ({ key }) =>
    key.how === 'person'
      ? `Triage complete: ${key.severity}${after('; affects ', key.services.join(', '))}${after('; commander ', key.commander ?? '')}`
      : `Triage ended by its deadline as ${key.severity}${after('; still missing: ', key.missing.join(', '))}`,
  ServicesNamed: (event) =>
    `Affected services named by ${event.by.name}: ${event.services.join(', ')}`,
  UsersReported: (event) =>
    event.calm
      ? `Users report no trouble any more, says ${event.by.name}${after(': ', event.text)}`
      : `Users still report trouble, says ${event.by.name}: ${event.text}`,
  WhyStated: (event) => `Why, says ${event.by.name}: ${event.text}`,
  Nudged: (event) =>
    `${NUDGED[event.about]}${after('; still missing: ', event.needs.join(', '))}${after('; prepared: ', event.text)}`,
  UpdateMissed: () => 'A stakeholder update fell due and none was sent',
  StepBegun: (event) =>
    `Step ${event.step} began: ${event.title} (${event.workflow} ${event.version})`,
  ChatLinked: (event) => `Shown in the incident channel ${event.channel}`,
  PastRecalled: ({ items }) =>
    `Incidents like it: ${items.map((item) => `${item.id} ${item.title}${after(', fixed by ', item.fix ?? '')}`).join('; ')}`,
  DeepeningAsked: (event) => `A wider diagnosis was asked for by ${event.by.name}`,
  ActionFinished: (event) => `Action item ${event.action} finished by ${event.by.name}`,
  ActionProved: (event) => `Action item ${event.action} is proved: ${event.finding}`,
  ActionDisproved: (event) =>
    `Action item ${event.action} is open again, its proof does not hold: ${event.finding}`,
  ActionReminded: (event) => `Reminder: action item ${event.action} is not done`,
  ActionReopened: (event) => `Action item ${event.action} is open again: ${event.reason}`,
};

function hypothesesText(event: Extract<IncidentEvent, { type: 'HypothesesRanked' }>): string {
  const { hypotheses, inconclusive = '', holes = [] } = event;
  const ranked = hypotheses.map(
    ({ id, text, confidence, evidence }) =>
      `${id} (${Math.round(confidence * 100)} %, ${evidence.join(' ')}) ${text}`,
  );
  const told =
    ranked.length > 0
      ? `Hypotheses ranked: ${ranked.join('; ')}`
      : `The diagnosis names no cause${after(': ', inconclusive)}`;
  return `${told}${after('; missing: ', holes.join('; '))}`;
}

/** Where no pager is configured nobody was rung, and the timeline says so. */
function pageText({ via, summary }: PageAccepted): string {
  return via === 'log'
    ? `Nobody was paged: no pager is configured; it would have said: ${summary}`
    : `Page accepted by ${via}: ${summary}`;
}

/** Why the page is in doubt is said where there was nothing else to try. */
function fallbackText({ via, why, failure }: FallbackCalled): string {
  if (failure === '') return `Fallback used (${via}), because ${why}`;
  return via === 'none'
    ? `Nobody was called instead: ${failure}, and ${why}`
    : `The fallback (${via}) failed: ${failure}`;
}

/** One line of plain text, at most 2000 characters; not escaped for Markdown or HTML. */
export function describeEvent(event: IncidentEvent): string {
  // The table has an entry for every type, each for its own event: TypeScript cannot follow the pair through the index.
  const sentence = SENTENCES[event.type] as (event: IncidentEvent) => string;
  return plainLine(sentence(event));
}

function signalsText(event: Extract<IncidentEvent, { type: 'SignalsObserved' }>): string {
  const parts = [
    event.fired.length === 0 ? '' : `${count(event.fired)} firing: ${namesOf(event.fired)}`,
    event.resolved.length === 0
      ? ''
      : `${count(event.resolved)} resolved: ${namesOf(event.resolved)}`,
    event.truncated === 0 ? '' : `${event.truncated} more left out by the sender`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function count(signals: readonly Signal[]): string {
  return signals.length === 1 ? '1 alert' : `${signals.length} alerts`;
}

/** `HighErrors ×3, DiskFull`: in the order in which they came, the first few names. */
function namesOf(signals: readonly Signal[]): string {
  const counts = new Map<string, number>();
  for (const { name } of signals) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].map(([name, times]) => (times === 1 ? name : `${name} ×${times}`));
  const rest = names.length - NAMES_SHOWN;
  return names.slice(0, NAMES_SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function evidenceText(evidence: readonly EvidenceId[]): string {
  return after(' (evidence ', evidence.join(' '), ')');
}

/** Nothing where there is no text, instead of a loose introduction. */
function after(introduction: string, text: string, end = ''): string {
  return text === '' ? '' : `${introduction}${text}${end}`;
}
