/** Text that PostgreSQL refuses never stops an incident from being stored. */
import { beforeAll, describe, expect, it } from 'vitest';
import { signalKey } from '../../src/domain/signal.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import { evidence } from '../given/command.ts';
import { givenDatabases } from '../given/database.ts';
import { appendOf, live, stateAfter } from '../given/incident.ts';
import { LAN, signal, tPlus } from '../given/story.ts';

const databases = givenDatabases();
let open: OpenStore;

beforeAll(async () => {
  open = await databases.store();
});

describe.each([
  ['a NUL', 'a\u0000b', 'a\uFFFDb'],
  ['half a surrogate pair', 'a\ud83db', 'a\uFFFDb'],
  ['the other half', '\udd14', '\uFFFD'],
  ['a NUL behind a backslash', 'a\\\u0000b', 'a\\\uFFFDb'],
  ['a written escape', 'a\\u0000b', 'a\\u0000b'],
  ['two written backslashes and a written escape', 'a\\\\ud800', 'a\\\\ud800'],
  ['a whole pair', '\u{1F514}', '\u{1F514}'],
  ['control characters', '\u0001\u001b[31m\u007f', '\u0001\u001b[31m\u007f'],
  ['a name of every object', '__proto__', '__proto__'],
])('%s', (what, text, kept) => {
  const id = `INC-2026-03-17-${Buffer.from(what).toString('hex')}`;

  it('in a label, a key, a note and an answer is kept readable', async () => {
    const odd = signal({
      fingerprint: text,
      name: text,
      labels: Object.fromEntries([
        ['service', text],
        [`${text}!`, 'x'],
      ]),
      annotations: { summary: text },
      generatorUrl: text,
      groupKey: text,
    });
    const opened = await live(open.store, {
      id,
      signals: [odd],
      correlationKey: text + what,
      rule: text,
    });
    const note = appendOf(opened, { type: 'TakeNote', at: tPlus(5), by: LAN, text });
    await open.store.transaction((tx) => tx.append(note));
    const answered = {
      ...appendOf(stateAfter(note), evidence()),
      answers: [{ id: 'E1' as const, answer: { [`${text}!`]: [text, undefined] } }],
    };
    await open.store.transaction((tx) => tx.append(answered));

    const [signalBack] = await open.store.signals(id, 5);
    expect(signalBack?.labels).toEqual({ service: kept, [`${kept}!`]: 'x' });
    expect(signalBack?.groupKey).toBe(kept);
    expect(await open.store.answer(id, 'E1')).toEqual({ [`${kept}!`]: [kept, null] });
    const timeline = await open.store.timeline(id);
    const noted = timeline.find((entry) => entry.event.type === 'NoteTaken');
    expect(noted?.event).toMatchObject({ text: kept });
  });

  it('in a key is recognised when it comes again', async () => {
    const key = signalKey({ source: 'alertmanager', fingerprint: text });
    const known = await open.store.transaction((tx) => tx.knownSignals([key]));
    expect(known.get(key)?.status).toBe('firing');
    const latest = await open.store.transaction((tx) => tx.latest(text + what));
    expect(latest?.incident.id).toBe(id);
  });
});

describe('text longer than an index takes', () => {
  const long = (letter: string) => letter.repeat(20_000);

  it('may be a correlation key, a fingerprint, a group key, a service and a rule', async () => {
    const id = 'INC-2026-03-17-001';
    const odd = signal({ fingerprint: long('f'), groupKey: long('g') });
    const opened = await live(open.store, {
      id,
      correlationKey: long('k'),
      signals: [odd],
      rule: long('r'),
    });
    const affected = { ...opened.incident, affectedServices: [long('s')] };
    const change = appendOf(
      { ...opened, incident: affected },
      { type: 'LinkPagerduty', at: tPlus(9), by: LAN, incidentId: long('P'), url: '', keys: [] },
    );
    await open.store.transaction((tx) => tx.append(change));
    expect((await open.store.transaction((tx) => tx.latest(long('k'))))?.incident.id).toBe(id);
    expect(await open.store.byPagerduty(long('P'))).toBe(id);
    const filter = { status: [], severity: [], service: long('s'), limit: 5, cursor: null };
    expect((await open.store.list(filter)).incidents.map((each) => each.id)).toEqual([id]);
  });
});
