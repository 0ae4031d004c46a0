import { describe, expect, it } from 'vitest';
import { postmortem } from '../../../src/artifacts/postmortem.ts';
import { TO_BE_WRITTEN } from '../../../src/artifacts/postmortem-parts.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { EVENTS, until } from './an-incident.ts';
import { at, evidence } from './its-parts.ts';
import { papers, part } from './papers.ts';

function headings(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading ?? '');
}

function without(type: IncidentEvent['type']): readonly IncidentEvent[] {
  return EVENTS.filter((event) => event.type !== type);
}

describe('the postmortem of a closed incident', () => {
  const text = postmortem(papers(EVENTS));

  it('has a part for everything that is asked of it', () => {
    expect(headings(text)).toEqual([
      'Still to be written by a person',
      'Summary',
      'Impact',
      'Detection',
      'Timeline',
      'Phases against their targets',
      'Root cause',
      'Five whys',
      'What was tried',
      'Fix',
      'Verification',
      'What went well',
      'What went badly',
      'Overrides',
      'Action items',
      'Prevention',
      'Success criteria',
      'Evidence',
    ]);
  });

  it('proves every sentence of its summary with an event or with evidence', () => {
    const summary = part(text, 'Summary').split('\n')[0] ?? '';
    expect(summary).toBe(
      [
        'A SEV1 incident of checkout, cart began at 2026-11-22 14:02:00 UTC. \\[#1, #6\\]',
        'Impact: nobody can pay. \\[#12\\]',
        'Root cause: the payment pool is exhausted. \\[#13, E1\\]',
        'Fix: raised the pool to 200. \\[#14, E1\\]',
        'It took 40 min to recover. \\[#19\\]',
      ].join(' '),
    );
  });

  it.each([
    ['Summary', 'Customers call. \\[#1\\]'],
    ['Detection', 'Checkout is down \\[#3\\]'],
    ['Detection', 'Lan Nguyen confirmed **SEV1** at 2026-11-22 14:04:30 UTC. \\[#6\\]'],
    ['Phases against their targets', '| 40 min \\[#19\\] |'],
    ['Root cause', '— Lan Nguyen, 2026-11-22 14:12:00 UTC \\[#13\\]'],
    ['Fix', '— Lan Nguyen, 2026-11-22 14:20:00 UTC \\[#14\\]'],
    ['Verification', '— verification, 2026-11-22 14:40:00 UTC \\[#17\\]'],
    ['Overrides', '2026-11-22 14:41:00 UTC \\[#18\\] |'],
  ])('names the event behind each fact of "%s"', (heading, proven) => {
    expect(part(text, heading)).toContain(proven);
  });

  it('names everybody who confirmed a severity, the first one too', () => {
    const again = EVENTS.flatMap<IncidentEvent>((event) =>
      event.type === 'SeverityConfirmed'
        ? [event, { ...event, at: at('14:05:00'), by: { ...event.by, name: 'Minh Tran' } }]
        : [event],
    );
    const detection = part(postmortem(papers(again)), 'Detection');
    expect(detection).toContain('Lan Nguyen confirmed **SEV1**');
    expect(detection).toContain(
      'Minh Tran confirmed **SEV1** at 2026-11-22 14:05:00 UTC. \\[#7\\]',
    );
  });

  it('shows the picture of the evidence that the root cause rests on', () => {
    expect(part(text, 'Root cause')).toContain('![Chart of E1](<INC-2026-11-22-007-E1.svg>)');
  });

  it('has the whys that were stated, and a line for each that is owed', () => {
    const whys = part(text, 'Five whys').split('\n');
    expect(whys[0]).toBe('1. no limit per tenant \\[#21\\]');
    expect(whys.slice(1).every((line) => line.includes(TO_BE_WRITTEN))).toBe(true);
    expect(whys).toHaveLength(5);
  });

  it('says what went badly, with the numbers of the events', () => {
    const badly = part(text, 'What went badly');
    expect(badly).toContain(
      '1 of 2 stakeholder updates were written in time, 1 sent as prepared, because nobody wrote one \\[#10, #11\\]',
    );
    expect(badly).toContain('need alerts-clear was overridden: the exporter is broken \\[#18\\]');
  });

  it('says what went well, with the numbers of the events', () => {
    const well = part(text, 'What went well');
    expect(well).toContain('The page was accepted 1 s after the first alert \\[#4\\]');
    expect(well).toContain('The data showed the recovery');
  });

  it('lists every line that a person must still write', () => {
    const listed = part(text, 'Still to be written by a person').split('\n');
    expect(listed).toContain('- Impact: who noticed, how many users, what it cost');
    expect(listed).toHaveLength(text.split(TO_BE_WRITTEN).length - 1);
  });

  it('lists nothing that only stands in a query, whatever it looks like', () => {
    const query = 'up\n## Bait\n_to be written:_ [press here](http://bait.example)\n````';
    const hostile = EVENTS.map((event) =>
      event.type === 'EvidenceRecorded' ? { ...event, evidence: evidence({ query }) } : event,
    );
    expect(part(postmortem(papers(hostile)), 'Still to be written by a person')).toBe(
      part(text, 'Still to be written by a person'),
    );
  });

  it('counts no page that was only logged, and names the one that was accepted', () => {
    const [opened, ...rest] = EVENTS;
    const logged = EVENTS.filter(({ type }) => type === 'PageAccepted').map((event) => ({
      ...event,
      at: at('14:02:30'),
      via: 'log',
    }));
    const events = [opened, ...logged, ...rest] as readonly IncidentEvent[];
    expect(part(postmortem(papers(events)), 'Phases against their targets')).toContain(
      '| Time to page | detected → page accepted | 1 s \\[#5\\] |',
    );
  });

  it('knows the longest silence towards the stakeholders', () => {
    expect(part(text, 'Phases against their targets')).toContain(
      'Stakeholders heard nothing for at most 31 min. \\[#10, #11\\]',
    );
  });

  it('names the first event and the end where they heard nothing at all', () => {
    const unheard = EVENTS.filter(
      ({ type }) => type !== 'StakeholdersUpdated' && type !== 'UpdateMissed',
    );
    const resolved = unheard.findIndex(({ type }) => type === 'IncidentResolved') + 1;
    expect(part(postmortem(papers(unheard)), 'Phases against their targets')).toMatch(
      new RegExp(`Stakeholders heard nothing for at most .+\\. \\\\\\[#1, #${resolved}\\\\\\]`),
    );
  });
});

describe('the success criteria of a postmortem', () => {
  const criteria = (events: readonly IncidentEvent[]) =>
    part(postmortem(papers(events)), 'Success criteria')
      .trim()
      .split('\n')
      .slice(2);

  it('are all met where everything was done in time', () => {
    expect(criteria(EVENTS)).toEqual([
      '| Severity classified within 5 min | ✓ met | Lan Nguyen confirmed it after 2 min \\[#6\\] |',
      '| Root cause identified within the first triage pass | ✓ met | named once, after 9 min 30 s \\[#13, E1\\] |',
      '| Fix applied and verified | ✓ met | the fix is recorded and the recovery verified \\[#14, #19\\] |',
      '| System metrics returned to baseline | ✓ met | rate(x\\[5m\\]) stayed at or below 0.05 \\[#17, E2\\] |',
      '| Postmortem documented with action items | ✓ met | 1 action item with owner and due date \\[#20\\] |',
      '| Prevention measures identified | ✓ met | 1 measure stated \\[#22\\] |',
    ]);
  });

  it('are open where it is too early to say', () => {
    expect(criteria(until('PageAccepted')).map((row) => row.split(' | ')[1])).toEqual(
      Array.from({ length: 6 }, () => 'open'),
    );
  });

  it('does not take a severity that was accepted at the deadline for a classified one', () => {
    const accepted = EVENTS.map((event) =>
      event.type === 'SeverityConfirmed' ? { ...event, how: 'deadline' as const } : event,
    );
    expect(criteria(accepted)[0]).toContain('✗ not met | nobody confirmed it');
  });

  it('does not take a cause for the first one when it was named again', () => {
    const again = EVENTS.flatMap<IncidentEvent>((event) =>
      event.type === 'RootCauseNamed' ? [event, { ...event, text: 'the database' }] : [event],
    );
    expect(criteria(again)[1]).toContain('✗ not met | it was named 2 times');
  });

  it('does not take a person’s word for metrics at the baseline', () => {
    const vouched: readonly IncidentEvent[] = EVENTS.map((event) =>
      event.type === 'RecoveryChecked'
        ? { type: 'RecoveryVouched', at: event.at, by: event.by, text: 'it looks fine' }
        : event,
    );
    expect(criteria(vouched)[3]).toContain('✗ not met | a person vouches for it');
  });

  it('misses what a closed postmortem has not', () => {
    expect(criteria(without('ActionAdded'))[4]).toContain('✗ not met');
    expect(criteria(without('PreventionStated'))[5]).toContain('✗ not met');
  });
});

describe('the postmortem of an open incident', () => {
  const text = postmortem(papers(until('PageAccepted')));

  it('marks every hole', () => {
    expect(text).toContain(`${TO_BE_WRITTEN} what broke, and why (no root cause is named)`);
    expect(text).toContain(`${TO_BE_WRITTEN} what will be done, by whom, until when`);
    expect(text).toContain('No gate was overridden.');
    expect(text).toContain('It is not resolved yet.');
  });

  it('says that the impact is only assumed', () => {
    expect(part(text, 'Impact')).toContain(
      'Assumed from the alert, stated by nobody: Checkout is down \\[#3\\]',
    );
  });
});

describe('a postmortem in two languages', () => {
  it('has both in every heading', () => {
    const text = postmortem({ ...papers(EVENTS), language: 'both' });
    expect(headings(text).every((heading) => heading.includes(' · '))).toBe(true);
    expect(text).toContain('## Root cause · Nguyên nhân gốc');
  });
});
