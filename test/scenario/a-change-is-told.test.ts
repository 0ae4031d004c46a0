/** A change is told by whoever made it: kept once, refused with what is wrong, and never without the token. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plusSeconds } from '../../src/domain/instant.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { START } from '../given/story.ts';

const databases = givenDatabases();
const TOKEN = 'the-token-of-the-door-for-changes';
const API_TOKEN = 'the-token-of-the-api';
let story: Standing;

beforeAll(async () => {
  const env = { CHANGES_WEBHOOK_TOKEN: TOKEN, TOCSIN_API_TOKEN: API_TOKEN };
  story = await standHouse({ databaseUrl: await databases.empty(), env });
});

afterAll(() => story.close());

async function tell(body: unknown, headers: Record<string, string> = bearer(TOKEN)) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(`${story.url}/webhooks/changes`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: text,
  });
  return { status: answer.status, body: await answer.json() };
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

const known = () =>
  story.house.parts.changes.between({
    from: plusSeconds(START, -86_400),
    to: plusSeconds(START, 86_400),
    services: ['checkout'],
    limit: 50,
  });

describe('a change that is told', () => {
  it('is on disk when it is answered, once', async () => {
    const deploy = { summary: 'Checkout 1.42', service: 'checkout', version: '1.42', id: 'd-42' };
    expect(await tell(deploy)).toMatchObject({
      status: 202,
      body: { outcome: 'kept', change: { kind: 'deploy', services: ['checkout'], at: START } },
    });
    expect(await tell(deploy)).toMatchObject({ status: 202, body: { outcome: 'known' } });
    expect((await known()).filter(({ key }) => key === 'id:d-42')).toMatchObject([
      { summary: 'Checkout 1.42', version: '1.42', source: 'ci' },
    ]);
    expect(await story.metric('tocsin_webhook_requests_total{source="changes",code="202"}')).toBe(
      2,
    );
  });

  it('may come with the token of the API, or from GitHub with a signature', async () => {
    expect(await tell({ summary: 'by the API token' }, bearer(API_TOKEN))).toMatchObject({
      status: 202,
    });
    const ping = JSON.stringify({ zen: 'Keep it simple.' });
    const hex = createHmac('sha256', TOKEN).update(ping).digest('hex');
    const signed = { 'X-Hub-Signature-256': `sha256=${hex}`, 'X-GitHub-Event': 'ping' };
    expect(await tell(ping, signed)).toMatchObject({ status: 202, body: { outcome: 'ignored' } });
  });

  it.each([
    ['no token', {}],
    ['another token', bearer('guess')],
    ['a signature of something else', { 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` }],
  ])('is refused with %s', async (_, headers) => {
    const before = (await known()).length;
    expect(await tell({ summary: 'from a stranger' }, headers)).toMatchObject({
      status: 401,
      body: { code: 'unauthorised' },
    });
    expect(await known()).toHaveLength(before);
  });

  it.each([
    ['{"summary": "x"', 400, 'malformed_json'],
    ['', 400, 'empty_body'],
    ['[]', 400, 'not_an_object'],
    ['{"summary": 5}', 400, 'not_a_change'],
    ['{"summary": "x", "at": "soon"}', 400, 'not_a_change'],
    [`{"summary": "${'x'.repeat(1_100_000)}"}`, 413, 'too-large'],
  ])('is refused when it is none: %.20s', async (body, status, code) => {
    expect(await tell(body)).toMatchObject({ status, body: { code, remedy: expect.any(String) } });
  });

  it('has a door that takes nothing but POST', async () => {
    const answer = await fetch(`${story.url}/webhooks/changes`, { headers: bearer(TOKEN) });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
