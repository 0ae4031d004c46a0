/** Did lines say what a sentence did to an incident: one line for each change that a person asked for. */
import type { Incident } from '../domain/incident.ts';
import type { IncidentEvent } from '../domain/incident-event.ts';
import type { ActionId } from '../domain/marks.ts';
import type { Policy } from '../domain/policy.ts';
import { updateClock } from '../domain/update-clock.ts';
import { unended } from './plain.ts';
import type { ReplyCatalogue } from './reply-catalogue.ts';
import { repliesOf } from './reply-tongue.ts';
import { clockTime, type Tongue } from './spoken.ts';

type Did = ReplyCatalogue['did'];
type EventType = IncidentEvent['type'];

interface Scene {
  readonly did: Did;
  readonly tongue: Tongue;
  /** After all of the events. */
  readonly incident: Incident;
  readonly policy: Policy;
}

type Sentences = {
  readonly [T in EventType]?: (event: Extract<IncidentEvent, { type: T }>, scene: Scene) => string;
};

const SENTENCES: Sentences = {
  SeverityConfirmed: ({ severity }, { did }) => did.severity({ severity }),
  CommandTaken: ({ commander }, { did }) => did.command({ commander }),
  ImpactStated: ({ impact }, { did }) => did.impact({ impact }),
  ServicesNamed: ({ services }, { did }) => did.services({ services: services.join(', ') }),
  TriageCompleted: (_, { did }) => did.triaged,
  RootCauseNamed: ({ text, evidence }, { did, tongue }) =>
    evidence.length === 0
      ? tongue.say('causeIs', { cause: text })
      : did.cause({ text, evidence: evidence.join(' ') }),
  FixRecorded: ({ text, rollback }, { did, tongue }) =>
    rollback === '' ? tongue.say('fixIs', { fix: text }) : did.fix({ text, rollback }),
  RecoveryVouched: ({ text }, { did }) => did.vouched({ text }),
  GateOverridden: ({ need, reason }, { did, tongue }) =>
    did.override({ need: tongue.words.needs[need].what, reason: unended(reason) }),
  IncidentResolved: ({ closing }, { did, tongue }) =>
    did.resolved({ how: tongue.words.resolutions[closing.resolution] }),
  PostmortemClosed: (_, { did }) => did.closed,
  StakeholdersUpdated: (event, scene) => toldLine(event.at, scene),
  ActionAdded: ({ text }, { did, incident }) =>
    did.action({ id: incident.actions.at(-1)?.id ?? '', text }),
  ActionFinished: ({ action }, scene) => finishedLine(action, scene),
  PreventionStated: ({ text }, { did }) => did.prevention({ text }),
  NoteTaken: (_, { did }) => did.noted,
  Escalated: ({ reason }, { did }) => did.escalated({ reason }),
  UsersReported: ({ calm, text }, { did }) => (calm ? did.usersCalm : did.usersTell({ text })),
  WhyStated: (_, { did, incident, policy }) =>
    did.why({ count: String(incident.whys.length), asked: String(policy.whys) }),
  DeepeningAsked: (_, { did }) => did.deeper,
};

/** Each line once; what nobody asked for is not told. */
export function didLines(
  tongue: Tongue,
  events: readonly IncidentEvent[],
  incident: Incident,
  policy: Policy,
): readonly string[] {
  const scene = { did: repliesOf(tongue).did, tongue, incident, policy };
  const told = events.map((event) => {
    // Each sentence takes its own event: TypeScript cannot follow the pair through the index.
    const sentence = SENTENCES[event.type] as
      | ((event: IncidentEvent, scene: Scene) => string)
      | undefined;
    return sentence?.(event, scene) ?? '';
  });
  return [...new Set(told)];
}

function toldLine(at: string, { did, incident, policy }: Scene): string {
  const clock = updateClock(incident, policy);
  return clock === null ? did.told : did.toldUntil({ at: clockTime(clock.dueAt, at) });
}

function finishedLine(id: ActionId, { did, incident }: Scene): string {
  const item = incident.actions.find((each) => each.id === id);
  if (item?.state !== 'proving') return did.actionDone({ id });
  return did.actionProving({ id, days: String(item.proof?.days ?? 0) });
}
