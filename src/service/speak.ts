/** Speak takes a sentence from any channel to the incident it is about, and says what came of it. */
import type { Actor } from '../domain/actor.ts';
import type { Command } from '../domain/command.ts';
import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/instant.ts';
import type { Refusal } from '../domain/refusal.ts';
import { understand } from '../domain/say.ts';
import type { SpokenCommand, Utterance } from '../domain/utterance.ts';
import type { IncidentTransaction, Loaded } from '../ports/incident-store.ts';
import { preparedUpdate } from '../words/prepared-update.ts';
import { attemptReply, reportReply } from '../words/replies.ts';
import { apply } from './apply.ts';
import { inTransaction, UnknownIncident } from './handle.ts';
import type { Parts } from './parts.ts';
import { replyToCommand, replyToQuestion, replyToRefusal, type Speech } from './reply.ts';
import { reportIncident } from './report-incident.ts';

export type Heard =
  | { readonly kind: 'done'; readonly reply: string; readonly incident: Incident }
  | { readonly kind: 'refused'; readonly reply: string; readonly refusal: Refusal }
  /** Somebody tried; the reply says what the sentence lacks. */
  | { readonly kind: 'attempt'; readonly reply: string }
  | { readonly kind: 'talk' };

/** Throws UnknownIncident and StoreUnavailable. */
export async function speak(parts: Parts, id: string, text: string, by: Actor): Promise<Heard> {
  const utterance = understand(text);
  if (utterance.kind === 'report') return reportFrom(parts, utterance.title, by);
  const heard = await inTransaction(parts, async (tx) => {
    const loaded = await tx.load(id);
    if (loaded === null) throw new UnknownIncident(id);
    return hear(parts.settings(), tx, loaded, utterance, by, {
      at: parts.clock.now(),
      saidAt: null,
    });
  });
  if (heard.kind === 'done') parts.wake([id]);
  return heard;
}

/** When it reached us, and when it was said where that is known. */
export interface Times {
  readonly at: Instant;
  readonly saidAt: Instant | null;
}

/** What an understood sentence does to one incident, inside the caller's transaction. */
export async function hear(
  settings: Speech,
  tx: IncidentTransaction,
  loaded: Loaded,
  utterance: Exclude<Utterance, { kind: 'report' }>,
  by: Actor,
  { at, saidAt }: Times,
): Promise<Heard> {
  const { incident } = loaded;
  switch (utterance.kind) {
    case 'talk':
      return { kind: 'talk' };
    case 'attempt':
      return { kind: 'attempt', reply: attemptReply(utterance.hint, settings.language) };
    case 'question':
      return {
        kind: 'done',
        reply: await replyToQuestion(utterance.question, incident, at, settings),
        incident,
      };
    case 'command':
      return obey(
        settings,
        tx,
        loaded,
        prepared(settings, incident, stamped(utterance.command, by, { at, saidAt })),
      );
  }
}

/** `update ok` sends the words that are prepared, as they are now. */
function prepared({ policy, language }: Speech, incident: Incident, command: Command): Command {
  if (command.type !== 'UpdateStakeholders' || command.text !== 'ok') return command;
  return { ...command, prepared: preparedUpdate(incident, command.at, language, policy) };
}

async function obey(
  settings: Speech,
  tx: IncidentTransaction,
  loaded: Loaded,
  command: Command,
): Promise<Heard> {
  const result = await apply(tx, loaded, command, settings.policy);
  if (!result.ok) {
    const reply = replyToRefusal(result.error, loaded.incident, settings);
    return { kind: 'refused', refusal: result.error, reply };
  }
  const { events } = result.value;
  const incident = result.value.incident ?? loaded.incident;
  return { kind: 'done', incident, reply: await replyToCommand(events, incident, settings) };
}

function stamped(command: SpokenCommand, by: Actor, { at, saidAt }: Times): Command {
  // A clock that runs ahead says nothing about order.
  const said = saidAt === null || saidAt > at ? {} : { saidAt };
  return { ...command, at, by, ...said };
}

async function reportFrom(parts: Parts, title: string, by: Actor): Promise<Heard> {
  const incident = await reportIncident(parts, { title, services: [], description: '', by });
  return { kind: 'done', incident, reply: reportReply(incident, parts.settings().language) };
}
