/** One incident to speak about, as the domain opens it, with whatever a test wants different. */
import type { Incident } from '../../../src/domain/incident.ts';
import { given, observe, START, signal } from '../../given/story.ts';

export function anIncident(over: Partial<Incident> = {}): Incident {
  const { incident } = given(observe([signal()]));
  return {
    ...incident,
    title: 'CheckoutDown',
    roundBeganAt: START,
    changes: [],
    lastStakeholderUpdateAt: null,
    ...over,
  };
}
