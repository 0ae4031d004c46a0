/** What people add to an incident over the sandbox's PagerDuty REST API: notes, responders, status updates. */
import type { Answer } from './loopback.ts';
import { noteJson } from './pagerduty-json.ts';
import { ESCALATION_POLICY, incidentReference, userReference } from './pagerduty-references.ts';
import {
  bodyPart,
  incidentOf,
  invalid,
  notFound,
  type RestCall,
  type Route,
} from './pagerduty-rest-call.ts';
import { annotate, type Incident, type Note, newId, type User } from './pagerduty-world.ts';

const MOST_NOTES = 2000;

export const annotationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/incidents\/([^/]+)\/notes$/,
    answer: (call) =>
      onIncident(call, (incident) => ({
        status: 200,
        body: { notes: incident.notes.map(noteJson) },
      })),
  },
  {
    method: 'POST',
    path: /^\/incidents\/([^/]+)\/notes$/,
    from: true,
    answer: (call) => onIncident(call, (incident) => writeNote(call, incident)),
  },
  {
    method: 'PUT',
    path: /^\/incidents\/([^/]+)\/notes\/([^/]+)$/,
    from: true,
    answer: (call) => onNote(call, (note) => editNote(call, note)),
  },
  {
    method: 'DELETE',
    path: /^\/incidents\/([^/]+)\/notes\/([^/]+)$/,
    answer: (call) =>
      onNote(call, (note, incident) => {
        incident.notes.splice(incident.notes.indexOf(note), 1);
        return { status: 204 };
      }),
  },
  {
    method: 'POST',
    path: /^\/incidents\/([^/]+)\/responder_requests$/,
    answer: (call) => onIncident(call, (incident) => requestResponders(call, incident)),
  },
  {
    method: 'POST',
    path: /^\/incidents\/([^/]+)\/status_updates$/,
    from: true,
    answer: (call) => onIncident(call, (incident) => updateStatus(call, incident)),
  },
];

function onIncident(call: RestCall, answer: (incident: Incident) => Answer): Answer {
  const incident = incidentOf(call);
  return incident === undefined ? notFound() : answer(incident);
}

function onNote(call: RestCall, answer: (note: Note, incident: Incident) => Answer): Answer {
  return onIncident(call, (incident) => {
    const note = incident.notes.find((one) => one.id === call.params[1]);
    return note === undefined ? notFound() : answer(note, incident);
  });
}

function contentOf(call: RestCall): string | null {
  const content = bodyPart(call, 'note')['content'];
  return typeof content === 'string' && content !== '' ? content : null;
}

/** 200, not 201; the note also comes back as a webhook, whoever wrote it. */
function writeNote(call: RestCall, incident: Incident): Answer {
  const content = contentOf(call);
  if (content === null || call.user === null) return invalid('Note content cannot be empty');
  if (incident.notes.length >= MOST_NOTES) return invalid(`An incident takes ${MOST_NOTES} notes`);
  return {
    status: 200,
    body: { note: noteJson(annotate(call.world, incident, call.user, content)) },
  };
}

/** No webhook tells of an edit. */
function editNote(call: RestCall, note: Note): Answer {
  const content = contentOf(call);
  if (content === null) return invalid('Note content cannot be empty');
  note.content = content;
  note.updatedAt = call.world.clock.now();
  return { status: 200, body: { note: noteJson(note) } };
}

interface Target {
  readonly responder_request_target?: { readonly id?: string };
}

function requestResponders(call: RestCall, incident: Incident): Answer {
  const body = (call.request.body ?? {}) as Record<string, unknown>;
  const { users } = call.world;
  const requester = users.find((user) => user.id === body['requester_id']);
  const message = body['message'];
  const targets = Array.isArray(body['responder_request_targets'])
    ? (body['responder_request_targets'] as Target[])
    : [];
  const ids = targets.map((target) => target.responder_request_target?.id);
  const asked = [
    ...users.filter((user) => ids.includes(user.id)),
    ...(ids.includes(ESCALATION_POLICY.id) ? (['escalation policy'] as const) : []),
  ];
  if (requester === undefined) return invalid('Requester is invalid or missing');
  if (typeof message !== 'string') return invalid('Message is missing');
  if (asked.length === 0) return invalid('Responder request targets are invalid or missing');
  for (const one of asked) {
    const agent = { kind: 'user', user: requester } as const;
    call.world.tell({
      type: 'incident.responder.added',
      incident,
      agent,
      responder: { asked: one, message },
    });
  }
  return {
    status: 200,
    body: { responder_request: responderRequest(call, incident, requester, message, asked) },
  };
}

function responderRequest(
  call: RestCall,
  incident: Incident,
  requester: User,
  message: string,
  asked: readonly (User | 'escalation policy')[],
) {
  const common = {
    incident: incidentReference(incident),
    requester: userReference(requester),
    requested_at: call.world.clock.now(),
    message,
  };
  const pending = (user: User) => ({
    state: 'pending',
    user: userReference(user),
    updated_at: common.requested_at,
    ...common,
  });
  const targets = asked.map((one) => ({
    responder_request_target:
      one === 'escalation policy'
        ? { type: 'escalation_policy', id: ESCALATION_POLICY.id, incidents_responders: [] }
        : { type: 'user', id: one.id, incidents_responders: [pending(one)] },
  }));
  return { ...common, responder_request_targets: targets };
}

function updateStatus(call: RestCall, incident: Incident): Answer {
  const message = (call.request.body as { message?: unknown } | undefined)?.message;
  if (typeof message !== 'string' || message === '' || call.user === null)
    return invalid('Message cannot be empty');
  const id = newId('P', 7);
  const agent = { kind: 'user', user: call.user } as const;
  call.world.tell({
    type: 'incident.status_update_published',
    incident,
    agent,
    statusUpdate: { id, message },
  });
  const update = {
    id,
    message,
    sender: userReference(call.user),
    created_at: call.world.clock.now(),
  };
  return { status: 200, body: { status_update: update } };
}
