/** Needs: what a gate can ask for, in words, each with the sentence that would meet it. */
import { commanderOf, firingCount, type Incident } from './incident.ts';
import type { Policy } from './policy.ts';
import type { Need, NeedName } from './refusal.ts';

export function needOf(name: NeedName, incident: Incident, policy: Policy): Need {
  return { need: name, ...NEEDS[name](incident, policy) };
}

function evidenceIds(incident: Incident): string {
  const answered = incident.evidence.filter((evidence) => evidence.outcome !== 'unavailable');
  const ids = answered.map((evidence) => evidence.id).slice(0, 5);
  return ids.length === 0 ? 'E1' : ids.join(' ');
}

type Told = (incident: Incident, policy: Policy) => Omit<Need, 'need'>;

const NEEDS: Readonly<Record<NeedName, Told>> = {
  'severity-confirmed': (incident) => ({
    text: `the severity is not confirmed; ${incident.proposal.severity} is proposed by ${incident.proposal.rule}`,
    remedy: `write "confirm" to take ${incident.proposal.severity}, or "sev1" … "sev4"`,
  }),
  'affected-services': () => ({
    text: 'no affected service is named',
    remedy: 'write "services: checkout, cart"',
  }),
  impact: () => ({
    text: 'nobody said what the impact is',
    remedy: 'write "impact: who is affected and how"',
  }),
  commander: () => ({
    text: 'nobody is in command',
    remedy: 'write "ic me", or "ic: name"',
  }),
  'root-cause': (incident) => ({
    text: 'no root cause is named',
    remedy: `write "cause: what broke and why evidence ${evidenceIds(incident)}"${hypothesisHint(incident)}`,
  }),
  'known-evidence': (incident) => ({
    text: 'no evidence is named',
    remedy:
      incident.evidence.length === 0
        ? 'wait for the diagnosis to record evidence, then name it: "… evidence E1"'
        : `add "evidence ${evidenceIds(incident)}" to the sentence; it has ${incident.evidence.map((each) => each.id).join(' ')}`,
  }),
  fix: (incident) => ({
    text: 'no fix is recorded',
    remedy: `write "fix: what was done evidence ${evidenceIds(incident)} rollback: how to undo it"`,
  }),
  rollback: () => ({
    text: 'the fix does not say how to undo it',
    remedy: 'add "rollback: …" to the fix',
  }),
  'alerts-clear': (incident) => ({
    text: `${firingCount(incident)} of its alerts still fire`,
    remedy: 'wait until they resolve, or write "override alerts-clear because …"',
  }),
  verification: (incident) => ({
    text: unverifiedText(incident),
    remedy:
      'wait for the next check, or write "verified: what you saw", or "override verification because …"',
  }),
  'user-reports': ({ userReports }) => ({
    text:
      userReports === null
        ? 'nobody said what users report'
        : `users still report: ${userReports.text.replace(/\.$/, '')}`,
    remedy: 'write "users ok", or "users: what they still report"',
  }),
  'five-whys': ({ whys }, policy) => ({
    text: `the root cause chain has ${whys.length} of ${policy.whys} whys`,
    remedy: 'write "why: …" one by one, or all of them, "why: a > b > c > d > e"',
  }),
  'action-item': ({ actions }) => ({
    text:
      actions.length === 0
        ? 'the postmortem has no action item'
        : 'no action item has both an owner and a due date',
    remedy: 'write "action: what will be done owner: who due: 2026-12-01"',
  }),
  prevention: () => ({
    text: 'the postmortem does not say how this is prevented',
    remedy: 'write "prevent: what keeps it from coming back"',
  }),
  authority: (incident, policy) => {
    const commander = commanderOf(incident, policy);
    return {
      text: `this is not yours to say; the commander is ${commander ?? 'nobody yet'}`,
      remedy:
        commander === null
          ? 'write "ic me" to take command first, or ask somebody who may'
          : `ask ${commander}, or somebody who may`,
    };
  },
  'wider-look': ({ deepenings }) => ({
    text: `the diagnosis was widened ${deepenings} times in this round, which is as far as it goes`,
    remedy: 'read what it found with "status", then write "cause: …"',
  }),
  'open-incident': (incident) => ({
    text: `the incident is ${incident.phase.status === 'postmortem' ? 'closed' : 'resolved'}`,
    remedy:
      incident.phase.status === 'postmortem'
        ? 'report a new incident with "[NEW-INC] title"'
        : 'it reopens by itself when its alert fires again soon; otherwise report a new incident',
  }),
};

function hypothesisHint(incident: Incident): string {
  const [first] = incident.hypotheses;
  return first === undefined ? '' : `, or "cause ${first.id}"`;
}

function unverifiedText(incident: Incident): string {
  if (incident.lastCheck === null) return 'recovery is not verified yet';
  return `recovery is not verified: ${incident.lastCheck.finding.replace(/\.$/, '')}`;
}
