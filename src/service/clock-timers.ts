/** The clocks of the workflow: triage, stakeholder updates and the postmortem tell people that something is due. */
import { system } from '../domain/actor.ts';
import type { KindOn } from '../domain/effect.ts';
import type { OutboxRow } from '../ports/outbox.ts';
import { preparedUpdate } from '../words/prepared-update.ts';
import { handle } from './handle.ts';
import type { Parts } from './parts.ts';

type ClockTimer = Extract<
  KindOn<'timer'>,
  'nudge-triage' | 'nudge-update' | 'update-due' | 'remind-postmortem'
>;

export const CLOCK_TIMERS: Readonly<
  Record<ClockTimer, (parts: Parts, row: OutboxRow) => Promise<void>>
> = {
  'nudge-triage': nudgeTriage,
  'nudge-update': (parts, row) => updateClock(parts, row, 'NudgeUpdate'),
  'update-due': (parts, row) => updateClock(parts, row, 'UpdateFallsDue'),
  'remind-postmortem': remindPostmortem,
};

async function nudgeTriage(parts: Parts, row: OutboxRow): Promise<void> {
  const by = system('triage clock');
  const at = parts.clock.now();
  await handle(parts, row.incidentId, { type: 'NudgeTriage', at, by, ...roundOf(row) });
}

async function remindPostmortem(parts: Parts, row: OutboxRow): Promise<void> {
  const by = system('postmortem clock');
  const at = parts.clock.now();
  await handle(parts, row.incidentId, { type: 'RemindPostmortem', at, by, ...roundOf(row) });
}

/** A row of an earlier version of Tocsin does not know its round. */
export function roundOf({ payload }: OutboxRow): { readonly round?: number } {
  const round = payload['round'];
  return typeof round === 'number' ? { round } : {};
}

/** With the words that stakeholders hear when nobody finds others. */
async function updateClock(
  parts: Parts,
  row: OutboxRow,
  type: 'NudgeUpdate' | 'UpdateFallsDue',
): Promise<void> {
  const loaded = await parts.store.load(row.incidentId);
  if (loaded === null) return;
  const { policy, language } = parts.settings();
  const at = parts.clock.now();
  const base = String(row.payload['base'] ?? '');
  const text = preparedUpdate(loaded.incident, at, language, policy);
  await handle(parts, row.incidentId, { type, at, by: system('update clock'), base, text });
}
