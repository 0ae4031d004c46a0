/** An actor is whoever caused an event: a person on a channel, or Tocsin itself. */
export interface Actor {
  readonly kind: 'person' | 'system';
  /** What people read: a display name, or the part of Tocsin that acted (`rules`, `verification`). */
  readonly name: string;
  /** Where it came in. */
  readonly channel: 'alertmanager' | 'grafana' | 'pagerduty' | 'api' | 'cli' | 'tocsin';
  /** The vendor's id of the person, where there is one (PagerDuty user id). */
  readonly id?: string;
  /** Teams and roles of the person, `team:PSRE`, `role:admin`, where they were asked for. */
  readonly groups?: readonly string[];
}

export function system(name: string): Actor {
  return { kind: 'system', name, channel: 'tocsin' };
}
