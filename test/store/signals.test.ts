/** What the store knows of signals, whether or not an incident holds them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { signalKey } from '../../src/domain/signal.ts';
import type { IncidentStore } from '../../src/ports/incident-store.ts';
import { givenDatabases } from '../given/database.ts';
import { appendOf, live, opening, stateAfter } from '../given/incident.ts';
import { signal, tPlus } from '../given/story.ts';

const databases = givenDatabases();
let store: IncidentStore;

beforeAll(async () => {
  store = (await databases.store()).store;
});

const known = (...keys: string[]) => store.transaction((tx) => tx.knownSignals(keys));

describe('a signal', () => {
  it('is not known before it was seen', async () => {
    expect(await known('alertmanager:never', 'grafana:never')).toEqual(new Map());
    expect(await known()).toEqual(new Map());
  });

  it('of an incident is known in the state that the incident gives it', async () => {
    const fired = signal({ fingerprint: 'of-incident' });
    const opened = await live(store, { id: 'INC-2026-03-17-001', signals: [fired] });
    const key = signalKey(fired);
    expect(await known(key)).toEqual(new Map([[key, opened.incident.signals[key]]]));
  });

  it('comes back with its labels and annotations as last seen', async () => {
    const id = 'INC-2026-03-17-002';
    const fired = signal({ fingerprint: 'relabelled' });
    const opened = await live(store, { id, signals: [fired] });
    expect(await store.signals(id, 10)).toEqual([fired]);
    const resolved = signal({
      fingerprint: 'relabelled',
      status: 'resolved',
      endsAt: tPlus(300),
      labels: { alertname: 'CheckoutDown', zone: 'b' },
      annotations: { summary: 'some checkouts succeed' },
    });
    const clearing = { ...opening({ id, at: tPlus(300), signals: [resolved] }) };
    await store.transaction((tx) => tx.append(appendOf(opened, clearing)));
    expect(await store.signals(id, 10)).toEqual([resolved]);
  });

  it('stays with the incident that held it when a later incident holds it too', async () => {
    const fired = signal({ fingerprint: 'twice' });
    const again = signal({ fingerprint: 'twice', startsAt: tPlus(9000), labels: { round: '2' } });
    await live(store, { id: 'INC-2026-03-17-003', signals: [fired] });
    await live(store, { id: 'INC-2026-03-17-004', at: tPlus(9001), signals: [again] });
    expect(await store.signals('INC-2026-03-17-003', 10)).toEqual([fired]);
    expect(await store.signals('INC-2026-03-17-004', 10)).toEqual([again]);
    expect((await known(signalKey(fired))).get(signalKey(fired))?.startsAt).toBe(tPlus(9000));
  });

  it('that resolved before it fired is remembered without an incident', async () => {
    const early = signal({ fingerprint: 'early', status: 'resolved', endsAt: tPlus(10) });
    await store.transaction((tx) => tx.rememberSignals([early]));
    expect(await known(signalKey(early))).toEqual(
      new Map([
        [
          signalKey(early),
          { name: 'CheckoutDown', status: 'resolved', startsAt: tPlus(-60), endsAt: tPlus(10) },
        ],
      ]),
    );
  });

  it('that is remembered twice keeps its later start', async () => {
    const seen = (startsAt: string, endsAt: string) =>
      signal({ fingerprint: 'remembered', status: 'resolved', startsAt, endsAt });
    await store.transaction((tx) =>
      tx.rememberSignals([seen(tPlus(50), tPlus(60)), seen(tPlus(5), tPlus(61))]),
    );
    await store.transaction((tx) => tx.rememberSignals([seen(tPlus(6), tPlus(63))]));
    const state = (await known('alertmanager:remembered')).get('alertmanager:remembered');
    expect(state?.endsAt).toBe(tPlus(63));
    expect(state?.startsAt).toBe(tPlus(6));
  });

  it('of an incident is listed firing first, and no more than asked for', async () => {
    const id = 'INC-2026-03-17-005';
    const fired = ['a', 'b', 'c'].map((fingerprint) =>
      signal({ fingerprint: `list-${fingerprint}` }),
    );
    const opened = await live(store, { id, signals: fired });
    const resolved = signal({ fingerprint: 'list-a', status: 'resolved', endsAt: tPlus(300) });
    const clearing = opening({ id, at: tPlus(300), signals: [resolved] });
    await store.transaction((tx) => tx.append(appendOf(opened, clearing)));
    const names = async (limit: number) =>
      (await store.signals(id, limit)).map((each) => `${each.fingerprint} ${each.status}`);
    expect(await names(10)).toEqual(['list-b firing', 'list-c firing', 'list-a resolved']);
    expect(await names(2)).toEqual(['list-b firing', 'list-c firing']);
  });
});

describe('ten thousand signals in one delivery', () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    signal({ fingerprint: `many-${index}` }),
  );

  it('are stored with their incident, and known afterwards', async () => {
    const id = 'INC-2026-03-17-006';
    const opened = await live(store, { id, signals: many });
    expect(await store.load(id)).toEqual(opened);
    expect((await known(...many.map(signalKey))).size).toBe(10_000);
    expect(await store.signals(id, 20_000)).toHaveLength(10_000);
  });

  it('can be remembered without an incident', async () => {
    const strangers = many.map((each) => ({ ...each, fingerprint: `free-${each.fingerprint}` }));
    await store.transaction((tx) => tx.rememberSignals(strangers));
    expect((await known(...strangers.map(signalKey))).size).toBe(10_000);
  });

  it('said twice in one delivery are stored once', async () => {
    const twice = [...many.slice(0, 100), ...many.slice(0, 100)];
    const id = 'INC-2026-03-17-007';
    const change = appendOf(null, opening({ id, signals: twice }));
    await store.transaction((tx) => tx.append(change));
    expect(await store.load(id)).toEqual(stateAfter(change));
    expect(await store.signals(id, 1000)).toHaveLength(100);
  });
});
