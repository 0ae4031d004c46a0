/** Effects that tell people something, each once per moment and kind of news. */
import type { Effect, EffectKind } from './effect.ts';
import type { Incident } from './incident.ts';
import type { Instant } from './instant.ts';

export type Told = Effect['payload'] & { readonly text: string };

/** `what`: `opened`, `changed`, `update`, `nudge`, `resolved`, `reopened`, `postmortem`. */
export function chat(incident: Incident, at: Instant, told: Told): Effect {
  return effect('chat', incident, at, told);
}

export function hook(incident: Incident, at: Instant, told: Told): Effect {
  return effect('stakeholder-hook', incident, at, told);
}

/** A status update on the incident at PagerDuty. */
export function status(incident: Incident, at: Instant, told: Told): Effect {
  return effect('status-update', incident, at, told);
}

/** On the incident at PagerDuty, once there is one. */
export function note(incident: Incident, at: Instant, told: Told): readonly Effect[] {
  return incident.pagerduty === null ? [] : [effect('note', incident, at, told)];
}

function effect(kind: EffectKind, incident: Incident, at: Instant, payload: Told): Effect {
  const { text: _, needs: __, ...about } = payload;
  const dedupe = [kind, incident.id, incident.reopened, ...Object.values(about), at].join(':');
  return { kind, dedupe, dueAt: at, payload };
}
