/** A fall of traffic is trouble where the alert says that little is bad, and comes from who calls, not from who is called. */
import { describe, expect, it } from 'vitest';
import type { CauseCase } from '../../../src/diagnosis/cause-case.ts';
import { causeText } from '../../../src/diagnosis/hypothesis-words.ts';
import { rankCauses } from '../../../src/diagnosis/rank-causes.ts';
import { AT, brokenShop, type Damage } from './small-shop.ts';

const causesOf = (given: CauseCase) => {
  const ranking = rankCauses(given);
  return ranking.outcome === 'causes' ? ranking.causes : [];
};
const fallen = (damage: Damage, target = 'till') => brokenShop(damage, target, 'requests');
const GONE = -360;

describe('a fall of requests', () => {
  it('that the caller has too comes from the caller', () => {
    const [first] = causesOf(fallen({ 'page requests': GONE, 'till requests': GONE }));
    expect(first).toMatchObject({ service: 'page', kind: 'traffic', path: ['till', 'page'] });
    expect(first?.effect?.during).toBeLessThan(first?.effect?.before ?? 0);
    // It calls the basket too: whoever gets fewer requests sends fewer to all.
    expect(first?.score).toBeGreaterThan(0.95);
  });

  it('is followed to the first that gets fewer requests', () => {
    const damage = { 'page requests': GONE, 'till requests': GONE, 'ledger requests': GONE };
    const [first] = causesOf(fallen(damage, 'ledger'));
    expect(first?.service).toBe('page');
    const text = first === undefined ? '' : causeText(first, { target: 'ledger', at: AT });
    expect(text).toContain('nothing that calls it explains it');
    expect(text).toContain('Way: page → till → ledger.');
  });

  it('that no caller has comes from the service itself, whatever those do that it calls', () => {
    const damage = { 'till requests': GONE, 'ledger requests': 900, 'basket requests': GONE };
    expect(causesOf(fallen(damage)).map(({ service }) => service)).toEqual(['till']);
  });

  it('of a part of what the caller sends is explained by a fall of that size', () => {
    const part = { 'page requests': -100, 'till requests': -100 };
    expect(causesOf(fallen(part))[0]?.service).toBe('page');
  });

  it('comes from a caller that stopped reporting', () => {
    const gone = { 'page latency': null, 'page availability': null, 'page requests': null };
    const [first] = causesOf(fallen({ ...gone, 'till requests': GONE }));
    expect(first).toMatchObject({ service: 'page', reasons: [{ is: 'silent' }, {}] });
  });

  it('may come from a caller that fails, and not from whom that one fails', () => {
    const damage = { 'till availability': -60, 'page availability': -50, 'ledger requests': GONE };
    const services = causesOf(fallen(damage, 'ledger')).map(({ service }) => service);
    expect(services).toEqual(['ledger', 'till']);
  });

  it('is none where as many come as ever, whoever else gets fewer', () => {
    expect(rankCauses(fallen({})).outcome).toBe('inconclusive');
    const others = { 'page requests': GONE, 'ledger requests': GONE };
    expect(rankCauses(fallen(others)).outcome).toBe('inconclusive');
  });
});
