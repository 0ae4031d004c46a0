/** Decides about what the workflow keeps: services, user reports, whys, steps, the chat, past incidents. */
import type { Command } from './command.ts';
import type { Decision } from './decide.ts';
import * as action from './decide-action.ts';
import * as clock from './decide-clock.ts';
import type { Incident } from './incident.ts';
import { needOf } from './needs.ts';
import { eventOf, one } from './one-event.ts';
import type { Policy } from './policy.ts';
import { ok, refuse } from './refusal.ts';
import type {
  BeginStep,
  GoDeeper,
  LinkChat,
  NameServices,
  RecallPast,
  StateWhy,
} from './workflow-command.ts';

/** null: not a command of the workflow. */
export function workflow(incident: Incident, command: Command, policy: Policy): Decision | null {
  return (
    told(incident, command, policy) ??
    timed(incident, command, policy) ??
    acted(incident, command, policy)
  );
}

function told(incident: Incident, command: Command, policy: Policy): Decision | null {
  switch (command.type) {
    case 'NameServices':
      return nameServices(incident, command);
    case 'ReportUsers':
      return one('UsersReported', command, { calm: command.calm, text: command.text });
    case 'StateWhy':
      return stateWhy(command);
    case 'BeginStep':
      return beginStep(incident, command);
    case 'LinkChat':
      return linkChat(incident, command);
    case 'RecallPast':
      return recallPast(incident, command);
    case 'GoDeeper':
      return goDeeper(incident, command, policy);
    default:
      return null;
  }
}

function timed(incident: Incident, command: Command, policy: Policy): Decision | null {
  switch (command.type) {
    case 'NudgeTriage':
      return clock.nudgeTriage(incident, command, policy);
    case 'RemindPostmortem':
      return clock.remindPostmortem(incident, command, policy);
    case 'NudgeUpdate':
      return clock.nudgeUpdate(incident, command, policy);
    case 'UpdateFallsDue':
      return clock.updateFallsDue(incident, command, policy);
    case 'UpdateStakeholders':
      return clock.updateStakeholders(incident, command, policy);
    default:
      return null;
  }
}

function acted(incident: Incident, command: Command, policy: Policy): Decision | null {
  switch (command.type) {
    case 'AddAction': {
      const { text, owner, due, proof } = command;
      return one('ActionAdded', command, { text, owner, due, proof });
    }
    case 'FinishAction':
      return action.finishAction(incident, command, policy);
    case 'ProveAction':
      return action.proveAction(incident, command);
    case 'RemindAction':
      return action.remindAction(incident, command);
    case 'ReopenActions':
      return action.reopenActions(incident, command);
    default:
      return null;
  }
}

function nameServices(incident: Incident, command: NameServices): Decision {
  const known = new Set(incident.affectedServices);
  const services = [...new Set(command.services)].filter((name) => !known.has(name));
  return services.length === 0 ? ok([]) : one('ServicesNamed', command, { services });
}

function stateWhy(command: StateWhy): Decision {
  return ok(command.texts.map((text) => eventOf('WhyStated', command, { text })));
}

/** Each look is wider than the one before and costs the sources more; somewhere people must go on with what is known. */
const MOST_DEEPENINGS = 5;

function goDeeper(incident: Incident, command: GoDeeper, policy: Policy): Decision {
  const { deepenings } = incident;
  if (deepenings >= MOST_DEEPENINGS) {
    return refuse('GoDeeper', [needOf('wider-look', incident, policy)]);
  }
  return one('DeepeningAsked', command, { n: deepenings + 1 });
}

/** Once per round: a step that is begun is not begun again, whatever died in between. */
function beginStep(incident: Incident, command: BeginStep): Decision {
  const isBegun = incident.steps.some(
    ({ step, round }) => step === command.step && round === incident.reopened,
  );
  if (isBegun) return ok([]);
  const { step, workflow, version, file, title, questions, skills, note } = command;
  return one('StepBegun', command, {
    ...{ step, workflow, version, file, title, questions, skills, note },
  });
}

function linkChat({ chat }: Incident, command: LinkChat): Decision {
  const { channel, ref } = command;
  const isKnown = chat !== null && chat.channel === channel && chat.ref === ref;
  return isKnown ? ok([]) : one('ChatLinked', command, { channel, ref });
}

function recallPast(incident: Incident, command: RecallPast): Decision {
  const { items } = command;
  const isKnown = JSON.stringify(items) === JSON.stringify(incident.past);
  return items.length === 0 || isKnown ? ok([]) : one('PastRecalled', command, { items });
}
