import { describe, expect, it } from 'vitest';
import { postmortem } from '../../../src/artifacts/postmortem.ts';
import { TO_BE_WRITTEN } from '../../../src/artifacts/postmortem-parts.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { until } from './an-incident.ts';
import { at, LAN } from './its-parts.ts';
import { papers, part } from './papers.ts';

describe('the postmortem of an incident that was reopened', () => {
  const BY = { by: LAN };
  const resolved = until('IncidentResolved');
  const again = (type: IncidentEvent['type'], time: string) =>
    resolved.filter((event) => event.type === type).map((event) => ({ ...event, at: at(time) }));
  const text = postmortem(
    papers([
      ...resolved,
      { type: 'UsersReported', at: at('14:43:00'), ...BY, calm: true, text: '' },
      { type: 'WhyStated', at: at('14:44:00'), ...BY, text: 'no limit per tenant' },
      { type: 'IncidentReopened', at: at('15:10:00'), ...BY, reason: 'it fires again' },
      ...again('RootCauseNamed', '15:20:00'),
      ...again('FixRecorded', '15:22:00'),
      ...again('IncidentResolved', '15:30:00'),
      { type: 'WhyStated', at: at('15:31:00'), ...BY, text: 'the limit was never applied' },
    ]),
  );

  it('names the events that ended each phase this time', () => {
    const phases = part(text, 'Phases against their targets');
    expect(phases).toContain('| 1 h 17 min \\[#23\\] |');
    expect(phases).toContain('| 1 h 28 min \\[#25\\] |');
  });

  it('counts no silence while it was resolved', () => {
    expect(part(text, 'Phases against their targets')).toContain(
      'Stakeholders heard nothing for at most 31 min.',
    );
  });

  it('has the whys and the word on users of this time only, as its gates have', () => {
    const [first, second] = part(text, 'Five whys').split('\n');
    expect(first).toBe('1. the limit was never applied \\[#26\\]');
    expect(second).toContain(TO_BE_WRITTEN);
    expect(part(text, 'Impact')).not.toContain('no more complaints');
  });
});
