import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { problemHandler } from '../../../src/http/problem.ts';
import { StoreUnavailable } from '../../../src/ports/incident-store.ts';
import { UnknownIncident } from '../../../src/service/handle.ts';
import { rememberingLog } from '../../given/remembering-log.ts';

function throwing(error: unknown) {
  const log = rememberingLog();
  const app = express().get('/', () => {
    throw error;
  });
  return { app: app.use(problemHandler(log)), log };
}

describe('what is thrown', () => {
  it('because the store is away is 503, to be sent again', async () => {
    const answer = await request(throwing(new StoreUnavailable('gone')).app).get('/');
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
  });

  it('because an incident is unknown is 404, and does not repeat the id', async () => {
    const answer = await request(throwing(new UnknownIncident('<script>')).app).get('/');
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('script');
  });

  it('for a reason nobody foresaw is 500 without the reason, which is logged', async () => {
    const { app, log } = throwing(new Error('the password is hunter2'));
    const answer = await request(app).get('/');
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('hunter2');
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]?.level).toBe('error');
  });
});
