import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { operatorNeeded, tokenNeeded } from '../../../src/http/access.ts';

function behind(guard: express.RequestHandler): express.Express {
  return express().get('/', guard, (_req, res) => void res.send('in'));
}

describe('a token that is configured', () => {
  const app = behind(tokenNeeded('let-me-in'));

  it.each([
    ['as a bearer', 'Bearer let-me-in', 200],
    ['as the password of basic auth', `Basic ${btoa('alertmanager:let-me-in')}`, 200],
    ['when it is wrong', 'Bearer let-me-out', 401],
    ['when it is only the beginning', 'Bearer let-me', 401],
    ['when it is the user name', `Basic ${btoa('let-me-in:')}`, 401],
    ['in a scheme that is none', 'let-me-in', 401],
  ])('is checked %s', async (_, authorization, status) => {
    const answer = await request(app).get('/').set('Authorization', authorization);
    expect(answer.status).toBe(status);
  });

  it('is asked for with a problem that names the header', async () => {
    const answer = await request(app).get('/');
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body.remedy).toContain('Authorization: Bearer');
  });
});

describe('without a token', () => {
  it('everybody may use the API', async () => {
    expect((await request(behind(tokenNeeded(''))).get('/')).status).toBe(200);
  });

  it('this machine may operate', async () => {
    expect((await request(behind(operatorNeeded(''))).get('/')).status).toBe(200);
  });
});

describe('with a token', () => {
  it('this machine too must show it to operate', async () => {
    expect((await request(behind(operatorNeeded('let-me-in'))).get('/')).status).toBe(401);
  });
});
