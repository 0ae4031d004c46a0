/** Needs: what a gate can ask for, in words, each with the sentence that would meet it. */
import { firingCount, type Incident } from './incident.ts';
import type { Need, NeedName } from './refusal.ts';

export function needOf(name: NeedName, incident: Incident): Need {
  return { need: name, ...NEEDS[name](incident) };
}

function evidenceIds(incident: Incident): string {
  const answered = incident.evidence.filter((evidence) => evidence.outcome === 'answered');
  const ids = answered.map((evidence) => evidence.id).slice(0, 5);
  return ids.length === 0 ? 'E1' : ids.join(' ');
}

const NEEDS: Readonly<Record<NeedName, (incident: Incident) => Omit<Need, 'need'>>> = {
  'severity-confirmed': (incident) => ({
    text: `the severity is not confirmed; ${incident.proposal.severity} is proposed by ${incident.proposal.rule}`,
    remedy: `write "confirm" to take ${incident.proposal.severity}, or "sev1" … "sev4"`,
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
  'action-item': () => ({
    text: 'the postmortem has no action item',
    remedy: 'write "action: what will be done owner: who due: 2026-12-01"',
  }),
  prevention: () => ({
    text: 'the postmortem does not say how this is prevented',
    remedy: 'write "prevent: what keeps it from coming back"',
  }),
  authority: (incident) => ({
    text: `this is not yours to say; the commander is ${incident.commander ?? 'nobody yet'}`,
    remedy:
      incident.commander === null
        ? 'write "ic me" to take command first, or ask somebody who may'
        : `ask ${incident.commander}, or somebody who may`,
  }),
  'open-incident': (incident) => ({
    text: `the incident is ${incident.phase.status === 'postmortem' ? 'closed' : 'resolved'}`,
    remedy: 'it reopens by itself when its alert fires again soon; otherwise report a new incident',
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
