import { describe, expect, it } from 'vitest';
import { postmortem } from '../../../src/artifacts/postmortem.ts';
import { incidentReport } from '../../../src/artifacts/report.ts';
import type { IncidentEvent } from '../../../src/domain/incident-event.ts';
import { EVENTS, OPENED, until } from './an-incident.ts';
import { at, evidence, LAN } from './its-parts.ts';
import { papers } from './papers.ts';

function headings(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading ?? '');
}

describe('the report of a whole incident', () => {
  const report = incidentReport(papers(EVENTS));

  it('has a part for everything that happened', () => {
    expect(headings(report)).toEqual([
      'Summary',
      'Severity',
      'Timeline',
      'Evidence',
      'Root cause',
      'Fix',
      'Verification',
      'Overrides',
      'Durations',
      'Action items',
      'Prevention',
    ]);
    expect(report.startsWith('# INC-2026-11-22-007: Checkout is down\n')).toBe(true);
    expect(report.endsWith('shop · Hoa Sen · production · as of 2026-11-22 15:02:00 UTC\n')).toBe(
      true,
    );
  });

  it('begins with the facts', () => {
    expect(report).toContain(
      '\n\n| Severity | SEV1 |\n| --- | --- |\n| **Status** | postmortem |\n| **Services** | checkout, cart |',
    );
    expect(report).toContain('| **Alerts** | 0 firing, 2 resolved |');
  });

  it('says why the severity is what it is, and who confirmed it', () => {
    expect(report).toContain(
      '**SEV1** was proposed by the rule services/ServiceDown: Checkout is down \\[#3\\]',
    );
    expect(report).toContain('Lan Nguyen confirmed **SEV1** at 2026-11-22 14:04:30 UTC. \\[#6\\]');
  });

  it('has the timeline as a table of time, person and event', () => {
    expect(report).toContain('| # | Time (UTC, 2026-11-22) | Who | What |');
    expect(report).toContain('| #6 | 14:04:30 | Lan Nguyen | SEV1 confirmed by Lan Nguyen |');
  });

  it('shows each evidence with its question, chart, window, link and hash', () => {
    expect(report).toContain('### E1: What CheckoutErrors measures');
    expect(report).toContain('![Chart of E1](<INC-2026-11-22-007-E1.svg>)');
    expect(report).toContain('```promql\nrate(http_requests_total{code=~"5.."}[5m])\n```');
    expect(report).toContain('2026-11-22 13:02:00 UTC to 2026-11-22 14:03:00 UTC · answered');
    expect(report).toContain('[ask again](http://prom.example/graph?g0.expr=up)');
    expect(report).toContain(`sha256 \`${'ab'.repeat(32)}\``);
  });

  it('measures each step against its target', () => {
    expect(report).toContain(
      '| Time to triage | detected → triage completed | 2 min \\[#8\\] | 5 min | met |',
    );
    expect(report).toContain('| Time to page | detected → page accepted | 1 s \\[#4\\] | – | – |');
    expect(report).toContain('| Time to acknowledge | detected → acknowledged | – | – | – |');
    expect(report).toContain(
      '| Time to root cause | detected → root cause named | 9 min 30 s \\[#13\\] | – | – |',
    );
    expect(report).toContain(
      '| Time to recover (MTTR) | started → resolved | 40 min \\[#19\\] | 1 h | met |',
    );
  });

  it('prints the override with its reason', () => {
    expect(report).toContain(
      '| alerts-clear | the exporter is broken | Lan Nguyen | 2026-11-22 14:41:00 UTC \\[#18\\] |',
    );
  });
});

describe('the report of an incident that goes on', () => {
  it('has only the parts there are, and says what is still needed', () => {
    const report = incidentReport(papers(until('PageAccepted')));
    expect(headings(report)).toEqual([
      'Summary',
      'Still needed',
      'Severity',
      'Timeline',
      'Durations',
    ]);
    expect(report).toContain(
      '- the severity is not confirmed; SEV1 is proposed by services/ServiceDown → ',
    );
    expect(report).toContain('Nobody has confirmed it yet.');
  });

  it('says how the last check went when it showed no recovery', () => {
    const check: IncidentEvent = {
      type: 'RecoveryChecked',
      at: at('14:30:00'),
      by: LAN,
      verdict: 'inconclusive',
      finding: 'x has no data',
      evidence: [],
      attempt: 2,
    };
    expect(incidentReport(papers([...until('SeverityConfirmed'), check]))).toContain(
      'Not verified. Check 2 at 2026-11-22 14:30:00 UTC was inconclusive: x has no data \\[#7\\]',
    );
  });

  it('counts no time to page where nobody was rung', () => {
    const logged = until('PageAccepted').map((event) =>
      event.type === 'PageAccepted' ? { ...event, via: 'log' } : event,
    );
    expect(incidentReport(papers(logged))).toContain(
      '| Time to page | detected → page accepted | – |',
    );
  });

  it('misses a target in plain words', () => {
    const late = EVENTS.map((event) =>
      event.type === 'TriageCompleted' ? { ...event, at: at('14:10:00') } : event,
    );
    expect(incidentReport(papers(late))).toContain(
      '| 7 min 30 s \\[#8\\] | 5 min | missed by 2 min 30 s |',
    );
  });
});

describe('hostile text in a report', () => {
  const nasty = '</td> | <script>alert(1)</script>\n# heading [x](javascript:alert(1)) `a` \u202Eb';
  const hostile: readonly IncidentEvent[] = [
    { ...OPENED, title: nasty, description: nasty, affectedServices: [nasty] } as IncidentEvent,
    {
      type: 'EvidenceRecorded',
      at: at('14:03:00'),
      by: { ...LAN, name: nasty },
      evidence: evidence({
        title: nasty,
        summary: nasty,
        query: 'up\n```\n# heading\n```',
        link: 'javascript:alert(1)',
        sha256: '"><script>',
      }),
    },
  ];

  it.each([
    ['report', incidentReport(papers(hostile))],
    ['postmortem', postmortem(papers(hostile))],
  ])('stays text in the %s', (_what, markdown) => {
    const outside = markdown.replace(/^````promql\n[\s\S]*?\n````$/gm, '');
    expect(outside).not.toMatch(/<script|<\/td>|\u202E|^# heading|(?<!\\)\]\(javascript/m);
    expect(markdown).toContain('````promql\nup\n```\n# heading\n```\n````');
    const rows = outside.split('\n').filter((line) => /^\| #\d+ \| 14:/.test(line));
    expect(rows.map((row) => row.split('|').length)).toEqual([6, 6]);
  });
});
