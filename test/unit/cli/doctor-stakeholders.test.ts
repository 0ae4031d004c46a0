/** What the doctor says about those who hear of an incident without being paged. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Practice, pagerdutyAt, practice } from './a-doctor.ts';

let doctor: Practice;

beforeEach(async () => {
  doctor = await practice();
});

afterEach(() => doctor.close());

/** Nobody listens there. */
const TOKEN = 'slack: {token: xoxb-very-secret, api_url: "http://127.0.0.1:9/api"}';

const HOOKS = `
slack: {webhook_url: "https://hooks.example.com/very-secret"}
stakeholders: {webhook_url: "https://hooks.example.com/very-secret"}
`;

describe('stakeholders', () => {
  it.each([
    [TOKEN, 'hear by a message in slack:#incidents and its thread'],
    [HOOKS, "hear by plain messages by Slack's webhook, a webhook"],
  ])('%s', async (file, text) => {
    const { stakeholders } = await doctor.examined({}, file);
    expect(stakeholders).toMatchObject({ state: 'good', text });
    expect(JSON.stringify(stakeholders)).not.toContain('very-secret');
  });

  it('hear by status updates unless they shall not', async () => {
    const env = pagerdutyAt('http://127.0.0.1:9');
    expect((await doctor.examined(env))['stakeholders']?.text).toBe(
      "hear by PagerDuty's status updates",
    );
    const off = await doctor.examined(env, 'stakeholders: {pagerduty_status: false}');
    expect(off['stakeholders']?.state).toBe('missing');
  });
});
