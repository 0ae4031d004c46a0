/** Whoever changes what an Incident looks like raises SHAPE, so that older projections are folded again. */
import { expect, it } from 'vitest';
import { SHAPE } from '../../../src/store/shape.ts';
import { given, observe, signal } from '../../given/story.ts';

const FIRST = `acknowledged actions affectedServices clearedAt commandedAt commander confirmed correlationKey
  description escalations evidence follows hypotheses id impact lastCheck lastStakeholderUpdateAt lastUpdated overrides
  page pagerduty phase prevention proposal reopened severity signals source startedAt timeline title truncated uid
  vendorIncidents verification`;
const WORKFLOW = `assumedImpact changes chat commandBy deepenings past roundBeganAt severitySince steps unansweredUpdates
  updates userReports whys`;

/** The fields of an incident for each shape that was ever stored. */
const FIELDS: Readonly<Record<number, string>> = {
  1: FIRST,
  2: `${FIRST} ${WORKFLOW}`,
  3: `${FIRST} ${WORKFLOW} diagnosis`,
  // Inside of its fields: how a diagnosis is kept, and which overrides are spent.
  4: `${FIRST} ${WORKFLOW} diagnosis`,
  5: `${FIRST} ${WORKFLOW} diagnosis`,
  6: `${FIRST} ${WORKFLOW} diagnosis overAccordingTo`,
};

it('an incident has the fields of the shape that its projections are stored under', () => {
  const { incident } = given(observe([signal()]));
  const fields = (FIELDS[SHAPE] ?? '').split(/\s+/);
  expect(Object.keys(incident).toSorted()).toEqual(fields.toSorted());
});
