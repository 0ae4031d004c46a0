import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replayVerb } from '../../src/cli/replay.ts';
import { notificationBody } from '../../src/sandbox/alertmanager.ts';
import { checkoutDown } from '../given/checkout.ts';
import { givenDatabases } from '../given/database.ts';
import type { Standing } from '../given/house.ts';
import {
  incidentAppears,
  quarantined,
  signed,
  standHearingNotesOnly,
  unknownNote,
} from '../given/quarantine.ts';
import { runVerb } from '../unit/cli/run-verb.ts';

const databases = givenDatabases();
let at: Standing;

beforeEach(async () => {
  at = await standHearingNotesOnly(await databases.empty());
});

afterEach(() => at.close());

describe('tocsin replay', () => {
  const tocsin = (...argv: string[]) => runVerb(replayVerb, 'replay', '--url', at.url, ...argv);

  it('--quarantined takes what waits once more, and says what stays', async () => {
    const { delivery } = await unknownNote(at, 'sev2');
    await incidentAppears(at);
    at.clock.forward(1);
    await signed(at, 'no event');
    const deliveries = await quarantined(at);
    const ran = await tocsin('--quarantined');
    expect(ran.out.split('\n')).toEqual([
      `${delivery.id} used`,
      expect.stringMatching(new RegExp(`^${deliveries[0].id} quarantined: .+`)),
      '',
    ]);
    expect(ran.code).toBe(1);
  });

  it('--quarantined with nothing there says so and is content', async () => {
    const ran = await tocsin('--quarantined');
    expect(ran).toEqual({ out: '', err: 'Nothing is in quarantine.\n', code: 0 });
  });

  it('ID replays one, and says why it cannot', async () => {
    const { delivery } = await unknownNote(at, 'sev2');
    await incidentAppears(at);
    expect(await tocsin(delivery.id)).toMatchObject({ out: `${delivery.id} used\n`, code: 0 });
    const again = await tocsin(delivery.id);
    expect(again.out).toBe(
      `${delivery.id} not replayed: It was used when it came, or replayed since.\n`,
    );
    expect(again.code).toBe(1);
  });

  it('FILE posts a payload as before', async () => {
    await mkdir(at.outputFolder, { recursive: true });
    const file = join(at.outputFolder, 'payload.json');
    await writeFile(file, notificationBody({ alerts: [checkoutDown()] }));
    const ran = await tocsin(file);
    expect(ran.out).toMatch(/^202 \{"incidents":\[\{"id":"INC-/);
    expect(ran.code).toBe(0);
  });

  it.each([[[]], [['--quarantined', 'payload.json']]])('%j is wrong usage', async (argv) => {
    const ran = await tocsin(...argv);
    expect(ran.err).toContain('give a FILE, the ID of a delivery, or --quarantined');
    expect(ran.code).not.toBe(0);
  });
});
