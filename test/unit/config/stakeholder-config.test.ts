import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { configFolder } from './config-folder.ts';

const { load, remarks } = configFolder();

describe('stakeholders', () => {
  it('are reached where the file says', async () => {
    const { slack, stakeholders, projectContext } = await load(`
slack: {token: xoxb-1, api_url: "https://slack.example.com/api/"}
stakeholders: {webhook_url: "https://hooks.example.com/x", webhook_secret: whsec_YQ==, pagerduty_status: false}
project_context: {incident_channel: "slack:#sự-cố"}
`);
    expect(slack.token?.reveal()).toBe('xoxb-1');
    expect(slack.apiUrl).toBe('https://slack.example.com/api');
    expect(stakeholders.webhookUrl?.reveal()).toBe('https://hooks.example.com/x');
    expect(stakeholders.webhookSecret?.reveal()).toBe('whsec_YQ==');
    expect(stakeholders.pagerdutyStatus).toBe(false);
    expect(projectContext.incidentChannel).toBe('slack:#sự-cố');
    expect(JSON.stringify({ slack, stakeholders })).not.toMatch(/xoxb-1|whsec|hooks\.example/);
  });

  it.each(['"#incidents"', '"teams:#incidents"', '"slack:#a b"', '"slack:<!channel>"'])(
    'are not looked for in a channel named %s',
    async (channel) => {
      const [first] = await remarks(`project_context: {incident_channel: ${channel}}\n`);
      expect(first).toContain('"incident_channel" must name a channel [write slack:#incidents]');
    },
  );

  it('are not spoken to in a language that Tocsin does not speak', async () => {
    const [first] = await remarks('workflow_defaults: {communication_language: Klingon}\n');
    expect(first).toContain('"communication_language" cannot be "Klingon"');
    for (const name of ['Vietnamese-English', 'Vietnamese', 'English']) {
      expect(first).toContain(name);
    }
  });
});

describe('the workflow', () => {
  it('has the four severities of the scale, in their order, and no others', async () => {
    const { workflowDefaults } = await load(
      'workflow_defaults: {severity_levels: [SEV1, SEV2, SEV3, SEV4]}\n',
    );
    expect(workflowDefaults.severityLevels).toEqual(['SEV1', 'SEV2', 'SEV3', 'SEV4']);
    const [first] = await remarks('workflow_defaults: {severity_levels: [P1, P2]}\n');
    expect(first).toContain('must be the four levels of the scale');
  });

  it('has the clocks and the people that the file names', async () => {
    const { policy } = await load(`
workflow_defaults: {on_call_engineer: Lan Nguyen, escalation_contacts: [Khang, khang@example.com]}
clocks: {triage_nudge: 2m, auto_update: false, verify_scrapes: 5}
postmortem: {whys: 3}
severities: {SEV2: {ask_users: false, postmortem_within: none}, SEV3: {postmortem_within: 3d}}
`);
    const { SEV1, SEV2, SEV3, SEV4 } = DEFAULT_POLICY.severities;
    expect(policy).toEqual({
      ...DEFAULT_POLICY,
      onCallEngineer: 'Lan Nguyen',
      escalationContacts: ['Khang', 'khang@example.com'],
      triageNudge: 120,
      autoUpdate: false,
      verifyScrapes: 5,
      whys: 3,
      severities: {
        SEV1,
        SEV2: { ...SEV2, askUsers: false, postmortemWithin: null },
        SEV3: { ...SEV3, postmortemWithin: 259_200 },
        SEV4,
      },
    });
  });
});
