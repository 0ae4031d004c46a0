/** Everything that a house sends to PagerDuty in a long story, against PagerDuty's own OpenAPI files, where they are at hand. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answers } from '../../src/sandbox/faults.ts';
import { SANDBOX_ROUTING_KEY } from '../../src/sandbox/pagerduty.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { requestFaults } from '../unit/sandbox/official-request.ts';
import { folder } from '../unit/sandbox/open-api.ts';

const databases = givenDatabases();
let at: Standing;

const SECOND_KEY = 'sandbox0routing0key0backup000001';

const CONFIG = `
pagerduty:
  architects: ["policy:PESC001"]
  authority: {confirm: ["role:user"], lower: [commander], override: [anyone]}
`;

beforeEach(async () => {
  at = await standHouse({
    databaseUrl: await databases.empty(),
    config: CONFIG,
    env: { PAGERDUTY_FALLBACK_ROUTING_KEY: SECOND_KEY },
    pagerduty: {
      services: [
        { name: 'Checkout', routingKey: SANDBOX_ROUTING_KEY },
        { name: 'Backup', routingKey: SECOND_KEY },
      ],
    },
  });
});

afterEach(() => at.close());

const lan = () => at.pagerduty.asUser('Lan Nguyen');

async function note(vendorId: string, text: string): Promise<void> {
  lan().annotate(vendorId, text);
  await at.settle();
}

/** A SEV1 that is paged, steered, escalated and closed, beside one that was born in PagerDuty. */
async function paging(): Promise<void> {
  const [opened] = await at.alert(checkoutDown());
  const page = at.pagerduty.incidents[0]?.id ?? '';
  for (const text of ['sev1', 'ic me', 'status', 'help', `note: ${'x'.repeat(5000)}`])
    await note(page, text);
  await at.say(opened?.id ?? '', 'escalate because nobody answers');
  await at.alert(checkoutDown({ endsAt: at.clock.now() }));
  for (const text of ['users ok', 'verified: it answers', 'resolve']) await note(page, text);
  await at.say(opened?.id ?? '', 'override verification because nobody measures it');
}

async function borrowed(): Promise<void> {
  const { id } = lan().triggerIncident({ title: 'Search is slow', service: 'Checkout' });
  await at.settle();
  await note(id, 'sev1');
  lan().prioritize(id, 'P2');
  await note(id, '[NEW-INC] Mail is late');
  lan().resolve(id);
  await at.settle();
}

/** Accepted and dropped: it is looked for, and the fallback rings. */
async function dropped(): Promise<void> {
  const taken = { status: 'success', message: 'Event processed', dedup_key: 'dropped' };
  at.pagerduty.fail(answers(202, taken), { path: '/v2/enqueue' });
  const labels = { alertname: 'PaymentsServiceDown', service: 'payments', severity: 'critical' };
  await at.alert(checkoutDown({ labels, startsAt: at.clock.now() }));
  for (let step = 0; step < 8; step += 1) await at.forward(60);
}

async function compared(): Promise<void> {
  for (const subscription of at.pagerduty.subscriptions) subscription.disabled = true;
  lan().triggerIncident({ title: 'Nobody heard of this', service: 'Checkout' });
  for (let round = 0; round < 2; round += 1) {
    at.clock.forward(120);
    await at.house.reconcile();
    await at.settle();
  }
}

describe.skipIf(folder === undefined)('a house in a long story', () => {
  it('sends PagerDuty only what PagerDuty describes', async () => {
    await paging();
    await borrowed();
    await dropped();
    await compared();
    const faults = at.pagerduty.requests.flatMap((one) =>
      requestFaults(one).map((fault) => `${one.method} ${one.path}: ${fault}`),
    );
    expect(faults).toEqual([]);
    const kinds = at.pagerduty.requests.map(
      ({ method, path }) => `${method} ${path.replace(/\/(Q|P)[A-Z0-9]{6,}/g, '/ID')}`,
    );
    expect([...new Set(kinds)].sort()).toEqual(
      expect.arrayContaining([
        'GET /change_events',
        'GET /incidents',
        'GET /incidents/ID/alerts',
        'GET /incidents/ID/notes',
        'GET /oncalls',
        'GET /users/ID',
        'GET /webhook_subscriptions',
        'POST /incidents/ID/notes',
        'POST /incidents/ID/responder_requests',
        'POST /v2/enqueue',
        'PUT /incidents/ID',
      ]),
    );
  });
});
