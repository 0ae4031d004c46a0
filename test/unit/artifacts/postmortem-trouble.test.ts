import { describe, expect, it } from 'vitest';
import { postmortem } from '../../../src/artifacts/postmortem.ts';
import { system } from '../../../src/domain/actor.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { until } from './an-incident.ts';
import { at } from './its-parts.ts';
import { papers, part } from './papers.ts';

describe('what went badly', () => {
  it('names a lost message, a doubted page, a failed fallback, and evidence that is missing', () => {
    const by = system('pager');
    const trouble: readonly IncidentEvent[] = [
      ...until('PageAccepted'),
      { type: 'PageDoubted', at: at('14:05:00'), by, generation: 1, why: 'nobody saw it' },
      {
        type: 'FallbackCalled',
        at: at('14:05:01'),
        by,
        via: 'email',
        why: 'nobody saw it',
        failure: 'refused',
      },
      { type: 'RepairMade', at: at('14:06:00'), by, what: 'an acknowledgement' },
    ];
    const badly = part(postmortem(papers(trouble)), 'What went badly');
    expect(badly).toContain('- The page was in doubt: nobody saw it \\[#5\\]');
    expect(badly).toContain('- The fallback (email) failed: refused \\[#6\\]');
    expect(badly).toContain('an acknowledgement \\[#7\\]');
  });
});
