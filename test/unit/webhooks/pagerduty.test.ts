import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPagerduty } from '../../../src/webhooks/pagerduty.ts';
import { jsonOf } from './fixture.ts';

function read(body: unknown) {
  const result = readPagerduty(body);
  if (!result.ok) throw new Error(result.error.reason);
  return result.value;
}

function reasonOf(body: unknown) {
  const result = readPagerduty(body);
  if (result.ok) throw new Error('the event was accepted');
  return result.error.reason;
}

const event = (event_type: string, data: unknown, rest: object = {}) => ({
  event: { id: 'EV1', event_type, data, ...rest },
});

describe('a note on a PagerDuty incident', () => {
  it('yields its words, its author and the incident’s id, not its own', () => {
    expect(read(jsonOf('pagerduty/annotated.json'))).toEqual({
      eventId: '01HTOCSIN0000000000000005',
      type: 'incident.annotated',
      occurredAt: '2026-11-22T17:34:05.394Z',
      agent: { id: 'PLAN001', name: 'Lan Nguyễn', isUser: true },
      subject: {
        kind: 'note',
        vendorIncidentId: 'Q1TOCSIN0000AB',
        noteId: 'PNOTE42',
        text: 'xác nhận sev1 vì khách không thanh toán được\n',
        trimmed: false,
      },
    });
  });

  it('that PagerDuty cut says so, and may have no author', () => {
    expect(read(jsonOf('pagerduty/annotated-trimmed.json'))).toMatchObject({
      agent: null,
      subject: { kind: 'note', trimmed: true },
    });
  });

  it('of 50 kB is kept within 32 kB', () => {
    const data = { id: 'N', content: 'x'.repeat(50_000), incident: { id: 'I' } };
    const { subject } = read(event('incident.annotated', data));
    expect(subject.kind === 'note' && subject.text.endsWith('x…[cut]')).toBe(true);
    expect(subject.kind === 'note' && subject.text.length).toBe(32_766);
  });

  it.each([
    ['event.data', undefined],
    ['event.data.incident', { id: 'N', content: 'x' }],
    ['event.data.incident.id', { id: 'N', content: 'x', incident: {} }],
    ['event.data.content', { id: 'N', incident: { id: 'I' } }],
    ['event.data.id', { content: 'x', incident: { id: 'I' } }],
  ])('without %s cannot be used, and the reason names it', (field, data) => {
    expect(reasonOf(event('incident.annotated', data))).toContain(field);
  });
});

describe('a change of a PagerDuty incident', () => {
  it('yields what changed', () => {
    expect(read(jsonOf('pagerduty/triggered.json'))).toMatchObject({
      agent: { id: 'PINT001', name: 'Tocsin', isUser: false },
      subject: {
        kind: 'incident',
        vendorIncidentId: 'Q1TOCSIN0000AB',
        change: 'triggered',
        title: 'Cổng thanh toán trả lỗi',
        status: 'triggered',
        urgency: 'high',
        url: 'https://sao-mai.pagerduty.example/incidents/Q1TOCSIN0000AB',
        incidentKey: 'tocsin-018f3a1c',
        service: { id: 'PSVC777', name: 'Thanh toán' },
        priority: null,
        createdAt: '2026-11-22T17:33:00.000Z',
        mergedInto: null,
      },
    });
  });

  it('of 2021 has no incident key and no creation date', () => {
    expect(read(jsonOf('pagerduty/acknowledged-2021.json')).subject).toMatchObject({
      change: 'acknowledged',
      incidentKey: null,
      createdAt: null,
    });
  });

  it('by a merge names the incident it went into', () => {
    expect(read(jsonOf('pagerduty/resolved-by-merge.json')).subject).toMatchObject({
      change: 'resolved',
      mergedInto: 'Q9OTHER0000ZZ',
    });
  });

  it('of priority carries the name of the priority', () => {
    expect(read(jsonOf('pagerduty/priority-updated.json')).subject).toMatchObject({
      change: 'priority_updated',
      priority: 'P1',
    });
  });

  it.each([
    'triggered',
    'acknowledged',
    'unacknowledged',
    'resolved',
    'reopened',
    'escalated',
    'delegated',
    'reassigned',
    'priority_updated',
    'service_updated',
  ])('of the type %s needs an id and nothing else', (change) => {
    expect(read(event(`incident.${change}`, { id: 'Q1' })).subject).toEqual({
      kind: 'incident',
      vendorIncidentId: 'Q1',
      change,
      title: 'PagerDuty incident Q1',
      status: '',
      urgency: '',
      url: '',
      incidentKey: null,
      service: null,
      priority: null,
      createdAt: null,
      mergedInto: null,
    });
    expect(reasonOf(event(`incident.${change}`, {}))).toContain('event.data.id');
  });

  it('with optional fields of the wrong type loses only those', () => {
    const data = {
      id: 'Q1',
      title: 7,
      service: 'x',
      priority: [],
      resolve_reason: { incident: 3 },
    };
    expect(read(event('incident.resolved', data)).subject).toMatchObject({
      vendorIncidentId: 'Q1',
      service: null,
      mergedInto: null,
    });
  });
});

describe('any other event', () => {
  it.each([
    ['responder-replied', 'incident.responder.replied'],
    ['workflow-completed', 'incident.workflow.completed'],
    ['unknown-type', 'incident.hologram.projected'],
  ])('%s is accepted and ignored', (fixture, type) => {
    expect(read(jsonOf(`pagerduty/${fixture}.json`))).toMatchObject({
      type,
      subject: { kind: 'other', type },
    });
  });

  it('may have an id of 38 digits, which stays text', () => {
    expect(read(jsonOf('pagerduty/workflow-completed.json')).eventId).toBe(
      '32743191412443541367815146404898342999',
    );
  });

  it('of the test button is a ping', () => {
    expect(read(jsonOf('pagerduty/ping.json')).subject).toEqual({ kind: 'ping' });
  });

  it('may have no data, no agent and no date', () => {
    expect(read(event('service.created', undefined))).toEqual({
      eventId: 'EV1',
      type: 'service.created',
      occurredAt: null,
      agent: null,
      subject: { kind: 'other', type: 'service.created' },
    });
  });

  it.each([
    ['an agent without a name', { id: 'P1', type: 'user_reference' }, 'P1', true],
    ['an app', { id: 'P2', type: 'app_reference', summary: 'Bot' }, 'Bot', false],
  ])('may come from %s', (_, agent, name, isUser) => {
    expect(read(event('x', null, { agent })).agent).toEqual({ id: agent.id, name, isUser });
  });
});

describe('a body that is no PagerDuty event', () => {
  it.each([
    ['null', null, 'the body'],
    ['without an event', {}, 'event'],
    ['with an empty event', { event: {} }, 'event.id'],
    ['with a numeric id', { event: { id: 7, event_type: 'x' } }, 'event.id'],
    ['without a type', { event: { id: '7' } }, 'event.event_type'],
  ])('%s is refused with the field', (_, body, field) => {
    expect(reasonOf(body)).toContain(field);
  });

  it('never makes it throw', () => {
    const body = fc.record({
      event: fc.record(
        {
          id: fc.oneof(fc.string(), fc.anything()),
          event_type: fc.constantFrom('incident.annotated', 'incident.resolved', 'pagey.ping', 'x'),
          occurred_at: fc.anything(),
          agent: fc.anything(),
          data: fc.oneof(fc.anything(), fc.record({ id: fc.string(), incident: fc.anything() })),
        },
        { requiredKeys: [] },
      ),
    });
    fc.assert(
      fc.property(body, (given) => {
        const result = readPagerduty(given);
        expect(result.ok || result.error.reason.length > 0).toBe(true);
      }),
    );
  });
});
