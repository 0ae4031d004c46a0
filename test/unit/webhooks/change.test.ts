import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/domain/change.ts';
import { readChange } from '../../../src/webhooks/change.ts';

const NOW = '2026-11-22T10:00:00.000Z';

function fixture(name: string) {
  const path = join(import.meta.dirname, '../../fixtures', name);
  return JSON.parse(readFileSync(path, 'utf8'));
}

function read(body: unknown, githubEvent: string | null = null, receivedAt = NOW) {
  return readChange(body, { githubEvent, receivedAt });
}

function change(...given: Parameters<typeof read>): Change {
  const result = read(...given);
  if (!result.ok || !('change' in result.value)) throw new Error(JSON.stringify(result));
  return result.value.change;
}

function ignored(...given: Parameters<typeof read>): string {
  const result = read(...given);
  return result.ok && 'ignored' in result.value ? result.value.ignored : JSON.stringify(result);
}

function refused(body: unknown): string {
  const result = read(body);
  return result.ok ? JSON.stringify(result.value) : `${result.error.status} ${result.error.detail}`;
}

describe('a change in our own form', () => {
  it('needs a summary, and may say more', () => {
    expect(change({ summary: 'Checkout 1.42' })).toMatchObject({
      source: 'ci',
      kind: 'deploy',
      at: NOW,
      summary: 'Checkout 1.42',
      services: [],
      version: '',
      link: '',
    });
    const body = {
      summary: 'new  pricing\nfor all',
      service: 'checkout',
      services: ['cart', 'checkout'],
      at: '2026-11-22T16:50:00+07:00',
      kind: 'flag',
      version: 'v7',
      link: 'https://flags.example.com/pricing',
      id: 'flag-7',
    };
    expect(change(body)).toEqual({
      key: 'id:flag-7',
      source: 'ci',
      kind: 'flag',
      at: '2026-11-22T09:50:00.000Z',
      summary: 'new pricing for all',
      services: ['checkout', 'cart'],
      version: 'v7',
      link: 'https://flags.example.com/pricing',
    });
  });

  it('is the same when it is told again soon, and another one later', () => {
    const body = { summary: 'Checkout 1.42', service: 'checkout' };
    const { key } = change(body);
    expect(change(body, null, '2026-11-22T10:09:00.000Z').key).toBe(key);
    expect(change(body, null, '2026-11-22T11:00:00.000Z').key).not.toBe(key);
    expect(change({ ...body, version: '2' }).key).not.toBe(key);
    const dated = { ...body, at: '2026-11-22T09:00:00Z' };
    expect(change(dated).key).toBe(change(dated, null, '2026-11-22T11:00:00.000Z').key);
  });

  it.each([
    [{}, 'summary'],
    [{ summary: '  ' }, 'summary'],
    [{ summary: 'x', servise: 'a' }, '"servise"'],
    [{ summary: 'x', kind: 'party' }, 'kind'],
    [{ summary: 'x', at: 'yesterday' }, 'must be a time like'],
    [{ summary: 'x', at: '2026-11-22T12:00:00Z' }, 'lies more than an hour ahead'],
    [{ summary: 'x', at: '2026-01-01T00:00:00Z' }, 'is more than 30 days ago'],
    [{ summary: 'x', link: 'javascript:alert(1)' }, 'must be an http or https address'],
    [{ summary: 'x'.repeat(2000) }, 'summary'],
    [{ summary: 'x', services: 'checkout' }, 'services'],
    [[], 'summary'],
    [null, 'summary'],
  ])('is refused with what is wrong: %j', (body, words) => {
    expect(refused(body)).toMatch(/^400 /);
    expect(refused(body)).toContain(words);
  });
});

describe('a change that GitHub tells', () => {
  const status = fixture('github/deployment-status.json');
  const run = fixture('github/workflow-run.json');
  const inState = (state: string, created_at = '2026-11-22T09:55:30Z') => ({
    ...status,
    deployment_status: { ...status.deployment_status, state, created_at },
  });

  it('may be a deployment', () => {
    expect(change(status, 'deployment_status')).toEqual({
      key: 'deployment:shop/checkout:4711',
      source: 'github',
      kind: 'deploy',
      at: '2026-11-22T09:58:10.000Z',
      summary: 'deployment of shop/checkout main (3f2a1bc94d5e) to production',
      services: ['checkout'],
      version: '3f2a1bc94d5e',
      link: 'https://github.example.com/shop/checkout/actions/runs/77/job/1',
    });
    const named = { ...status, deployment: { ...status.deployment, payload: { service: 'pay' } } };
    expect(change(named).services).toEqual(['pay']);
  });

  it('is one change from its beginning to its end, and another one when it failed', () => {
    expect(change(inState('in_progress')).key).toBe(change(status).key);
    expect(change(inState('failure'))).toMatchObject({
      key: 'deployment:shop/checkout:4711:failed',
      summary: expect.stringMatching(/^Failed deployment of/),
    });
    expect(ignored(inState('queued'))).toContain('"queued" changes nothing');
  });

  it('links to its repository where the address of the run is too long to be kept whole', () => {
    const far = { target_url: `https://ci.example.com/${'x'.repeat(2048)}` };
    const told = change({ ...status, deployment_status: { ...status.deployment_status, ...far } });
    expect(told.link).toBe('https://github.example.com/shop/checkout');
  });

  it('may be a run of a workflow that says that it changes something', () => {
    expect(change(run, 'workflow_run')).toMatchObject({
      key: 'run:shop/checkout:77:2',
      at: '2026-11-22T09:54:00.000Z',
      summary: 'Deploy to production of shop/checkout main (3f2a1bc94d5e)',
      services: ['checkout'],
      link: 'https://github.example.com/shop/checkout/actions/runs/77',
    });
    const named = (over: object) => ({ ...run, workflow_run: { ...run.workflow_run, ...over } });
    expect(ignored(named({ name: 'Tests', path: '.github/workflows/ci.yml' }))).toContain(
      '"Tests"',
    );
    expect(ignored(named({ conclusion: 'skipped' }))).toContain('"skipped"');
    expect(change(named({ conclusion: 'failure' })).key).toBe('run:shop/checkout:77:2:failed');
    const begun = named({ status: 'in_progress', conclusion: null });
    expect(change(begun).key).toBe('run:shop/checkout:77:2');
  });

  it('is none for other events, such as the ping of a new webhook', () => {
    expect(ignored({ zen: 'Keep it simple.' }, 'ping')).toContain('the event "ping" is no change');
    expect(ignored({ summary: 'a push' }, 'push')).toContain('"push"');
  });
});

describe('a change that Argo CD tells', () => {
  const synced = fixture('argocd/synced.json');
  const withOperation = (over: object) => {
    const { status } = synced.app;
    const operationState = { ...status.operationState, ...over };
    return { app: { ...synced.app, status: { ...status, operationState } } };
  };

  it('is the sync of an application', () => {
    expect(change(synced)).toEqual({
      key: 'sync:argocd/checkout:2026-11-22T09:57:00Z',
      source: 'argocd',
      kind: 'deploy',
      at: '2026-11-22T09:57:00.000Z',
      summary: 'Sync of checkout in shop to 3f2a1bc94d5e',
      services: ['checkout'],
      version: '3f2a1bc94d5e',
      link: 'https://argocd.example.com/applications/argocd/checkout',
    });
    expect(change(synced.app).key).toBe(change(synced).key);
  });

  it('is the same while it runs, another one when it failed, and none before the first', () => {
    expect(change(withOperation({ phase: 'Running' })).key).toBe(change(synced).key);
    expect(change(withOperation({ phase: 'Failed' }))).toMatchObject({
      key: 'sync:argocd/checkout:2026-11-22T09:57:00Z:failed',
      summary: expect.stringMatching(/^Failed sync/),
    });
    expect(ignored(withOperation({ phase: undefined }))).toContain('never synced');
  });
});

describe('a PagerDuty change event', () => {
  const event = fixture('pagerduty/change-event.json');

  it('is understood, and its routing key is not kept', () => {
    const told = change(event);
    expect(told).toMatchObject({
      source: 'pagerduty',
      kind: 'config',
      at: '2026-11-22T09:56:00.000Z',
      summary: 'Build success: increase the pool to 40 connections',
      services: ['payments'],
      version: '1.42.0',
      link: 'https://ci.example.com/builds/42',
    });
    expect(JSON.stringify(told)).not.toContain(event.routing_key);
  });

  it('names its source as the service where it names no other', () => {
    const payload = { summary: 'done', source: 'checkout' };
    expect(change({ routing_key: 'k', payload })).toMatchObject({
      services: ['checkout'],
      at: NOW,
    });
    expect(ignored({ routing_key: 'k', payload: {} })).toContain('without a summary');
  });
});
