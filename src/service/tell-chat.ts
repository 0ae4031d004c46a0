/** Tells the incident channel: the first thing said of an incident is its board, which is kept current; the rest is its thread. */
import { system } from '../domain/actor.ts';
import type { Incident } from '../domain/incident.ts';
import type { Chat, ChatMessage, ChatRef } from '../ports/chat.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { PortError } from '../ports/port-error.ts';
import { board } from '../words/board.ts';
import { speechOf } from './contacts.ts';
import { handle } from './handle.ts';
import { newsText } from './news-text.ts';
import type { Parts } from './parts.ts';
import { notTold } from './tell-failed.ts';

export async function tellChat(parts: Parts, row: OutboxRow): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  const { chat } = parts;
  if (chat === null || loaded === null) return parts.outbox.done(row.id, parts.clock.now());
  try {
    await tell(parts, chat, loaded.incident, row);
    await parts.outbox.done(row.id, parts.clock.now());
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    await notTold(parts, row, { integration: 'slack', where: 'in the incident channel' }, error);
  }
}

async function tell(parts: Parts, chat: Chat, incident: Incident, row: OutboxRow): Promise<void> {
  const now = parts.clock.now();
  const { policy, language } = await speechOf(parts, incident, row.payload);
  const text = newsText({ policy, language }, incident, row.payload, now);
  const standing = board(incident, now, language, policy);
  if (!chat.threads) {
    // Without a thread around it every message says what it is about.
    const heading = text.startsWith(incident.id) ? '' : standing.heading;
    const message = { heading, text, links: standing.links };
    if (text !== '') await counted(parts, chat.post(message));
    return;
  }
  // The board first: putting it up to date twice does no harm, saying something twice does.
  const parent = await raise(parts, chat, incident, standing);
  const isTold = text === '' || row.payload['what'] === 'opened';
  if (!isTold) await counted(parts, chat.reply(parent, { heading: '', text, links: [] }));
}

/** The parent message as it must stand now; posted anew where somebody took it away. */
async function raise(
  parts: Parts,
  chat: Chat,
  incident: Incident,
  standing: ChatMessage,
): Promise<ChatRef> {
  const { chat: posted } = incident;
  if (posted !== null) {
    try {
      await counted(parts, chat.edit(posted, standing));
      return posted;
    } catch (error) {
      if (!(error instanceof PortError) || error.reason !== 'refused') throw error;
      const about = { incident_id: incident.id, reason: error.message };
      parts.log.warn('the message of the incident cannot be edited, so it is posted anew', about);
    }
  }
  const parent = await counted(parts, chat.post(standing));
  if (parent === null) throw new TypeError('a chat with threads gives what it posted');
  const at = parts.clock.now();
  await handle(parts, incident.id, { type: 'LinkChat', at, by: system('chat'), ...parent });
  return parent;
}

async function counted<T>(parts: Parts, call: Promise<T>): Promise<T> {
  const answer = await call;
  parts.meter.notification('slack', 'accepted');
  return answer;
}
