/** Authority: who may confirm, lower and override; whoever may not is told whom to ask. */
import type { Actor } from './actor.ts';
import { commanderOf, type Incident } from './incident.ts';

/** `confirm`: say a severity. `lower`: take a SEV1 that a person confirmed down. `override`: pass a gate without its key. */
const POWERS = ['confirm', 'lower', 'override'] as const;
export type Power = (typeof POWERS)[number];

/** `anyone`, `commander`, or a vendor's user, team or role: `user:PLAN001`, `team:PSRE`, `role:admin`. */
export type Grant = string;

export type Authority = Readonly<Record<Power, readonly Grant[]>>;

export const DEFAULT_AUTHORITY: Authority = {
  confirm: ['anyone'],
  lower: ['commander'],
  override: ['anyone'],
};

/** Tocsin itself only does what its policy says, so it needs no grant. */
export function mayUse(
  power: Power,
  actor: Actor,
  incident: Incident,
  policy: { readonly authority: Authority; readonly onCallEngineer: string | null },
): boolean {
  if (actor.kind === 'system') return true;
  const held = new Set([
    'anyone',
    ...(actor.id === undefined ? [] : [`user:${actor.id}`]),
    ...(actor.groups ?? []),
    ...(actor.name === commanderOf(incident, policy) ? ['commander'] : []),
  ]);
  return policy.authority[power].some((grant) => held.has(grant));
}

/** Whether teams or roles must be known before anybody can be judged. */
export function asksForGroups(authority: Authority): boolean {
  return POWERS.some((power) => authority[power].some((grant) => /^(team|role):/.test(grant)));
}
