import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Signal, SignalState } from '../../../src/domain/signal.ts';
import { afterNews, isNews } from '../../../src/domain/signal-order.ts';
import { signal, tPlus } from '../../given/story.ts';

function told(signals: readonly Signal[]): SignalState | null {
  return signals.reduce<SignalState | null>(
    (known, each) => (isNews(known, each) ? afterNews(known, each) : known),
    null,
  );
}

/** Episodes of one alert, each a firing and a resolve, one after the other. */
function history(episodes: number): Signal[] {
  return Array.from({ length: episodes }, (_, index) => {
    const startsAt = tPlus(index * 600);
    return [
      signal({ startsAt }),
      signal({ status: 'resolved', startsAt, endsAt: tPlus(index * 600 + 120) }),
    ];
  }).flat();
}

describe('signals that come in any order, some of them twice', () => {
  it('end in the same state when the last episode is over', () => {
    const shuffled = fc.integer({ min: 1, max: 4 }).chain((episodes) => {
      const all = history(episodes);
      return fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 });
    });
    fc.assert(
      fc.property(shuffled, (signals) => {
        expect(told(signals)?.status).toBe('resolved');
      }),
      { numRuns: 2000 },
    );
  });

  it('end firing when the last episode is not over', () => {
    const shuffled = fc.integer({ min: 1, max: 4 }).chain((episodes) => {
      const all = [...history(episodes), signal({ startsAt: tPlus(episodes * 600) })];
      return fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 });
    });
    fc.assert(
      fc.property(shuffled, (signals) => {
        expect(told(signals)?.status).toBe('firing');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a resolve', () => {
  it('whose dates were made by hand counts by its arrival', () => {
    const byHand = signal({ status: 'resolved', startsAt: tPlus(-90000), endsAt: tPlus(-90000) });
    expect(told([signal(), byHand])?.status).toBe('resolved');
  });

  it('cut to whole seconds still ends the alert that began in that second', () => {
    const began = '2026-03-17T14:30:52.768Z';
    const cut = signal({
      status: 'resolved',
      startsAt: tPlus(-9000),
      endsAt: '2026-03-17T14:30:52.000Z',
    });
    expect(told([signal({ startsAt: began }), cut])?.status).toBe('resolved');
  });

  it('of an earlier episode does not end the one that fires now', () => {
    const late = signal({ status: 'resolved', startsAt: tPlus(-900), endsAt: tPlus(-600) });
    expect(told([signal(), late])?.status).toBe('firing');
  });

  it('without usable dates ends the alert', () => {
    expect(
      told([signal(), signal({ status: 'resolved', startsAt: null, endsAt: null })])?.status,
    ).toBe('resolved');
  });
});

describe('a firing without a usable start', () => {
  it('is news after a resolve and only then', () => {
    const undated = signal({ startsAt: null });
    expect(isNews(told([undated]), undated)).toBe(false);
    expect(isNews(told([undated, signal({ status: 'resolved', startsAt: null })]), undated)).toBe(
      true,
    );
  });
});
