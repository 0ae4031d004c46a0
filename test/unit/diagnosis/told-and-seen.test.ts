import { describe, expect, it } from 'vitest';
import { freshest } from '../../../src/diagnosis/told-and-seen.ts';
import type { Change } from '../../../src/domain/change.ts';

const ONSET = '2026-11-22T10:00:00.000Z';

function change(minutes: number, part: Partial<Change> = {}): Change {
  const at = new Date(Date.parse(ONSET) + minutes * 60_000).toISOString();
  return {
    key: `${part.source ?? 'ci'}:${minutes}`,
    source: 'ci',
    kind: 'deploy',
    at,
    summary: '',
    services: ['till'],
    version: '',
    link: '',
    ...part,
  };
}

const rollout = (minutes: number, part: Partial<Change> = {}) =>
  change(minutes, { source: 'kubernetes', ...part });

const keys = (told: readonly Change[], seen: readonly Change[] = []) =>
  freshest(told, seen, ONSET).map(({ key }) => key);

describe('changes around an onset', () => {
  it('are those that may have led to it first, the nearest of them first', () => {
    const told = [change(2), change(-90), change(-5), change(30), change(-20)];
    expect(keys(told)).toEqual(['ci:-5', 'ci:-20', 'ci:-90', 'ci:2', 'ci:30']);
  });

  it('may be a minute late, because clocks differ', () => {
    expect(keys([change(-5), change(1)])).toEqual(['ci:1', 'ci:-5']);
  });

  it('that were told and seen are one, in the words that were told', () => {
    expect(keys([change(-20)], [rollout(-12), rollout(-30)])).toEqual(['ci:-20']);
  });

  it.each([
    ['of another service', rollout(-20, { services: ['ledger'] })],
    ['more than ten minutes apart', rollout(-9)],
    ['of which nobody knows the service', rollout(-20, { services: [] })],
  ])('stay two %s', (_, seen) => {
    expect(keys([change(-20)], [seen])).toHaveLength(2);
  });

  it('stay two where a flag was turned, because that rolls nothing out', () => {
    expect(keys([change(-20, { kind: 'flag' })], [rollout(-19)])).toHaveLength(2);
  });

  it('are at most fifty', () => {
    const told = Array.from({ length: 80 }, (_, n) => change(-n - 1));
    expect(keys(told)).toHaveLength(50);
    expect(keys(told)[0]).toBe('ci:-1');
  });
});
