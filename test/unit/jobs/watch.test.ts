import { describe, expect, it } from 'vitest';
import { createWatch } from '../../../src/jobs/watch.ts';

function aCrew() {
  const crew = { queue: 0, done: 0, hasHands: true };
  const stuck = createWatch({
    waiting: async () => crew.queue,
    taken: () => crew.done,
    free: () => crew.hasHands,
  });
  return { crew, stuck };
}

describe('the watch calls a crew stuck', () => {
  it('when at two looks in a row jobs waited, hands were free, and none was taken', async () => {
    const { crew, stuck } = aCrew();
    crew.queue = 3;
    expect(await stuck()).toBe(false);
    expect(await stuck()).toBe(true);
  });

  it('not while it takes jobs', async () => {
    const { crew, stuck } = aCrew();
    crew.queue = 3;
    for (let look = 0; look < 4; look += 1) {
      crew.done += 1;
      expect(await stuck()).toBe(false);
    }
  });

  it('not while all its hands are full', async () => {
    const { crew, stuck } = aCrew();
    Object.assign(crew, { queue: 3, hasHands: false });
    expect([await stuck(), await stuck(), await stuck()]).toEqual([false, false, false]);
  });

  it('not while nothing waits', async () => {
    const { stuck } = aCrew();
    expect([await stuck(), await stuck(), await stuck()]).toEqual([false, false, false]);
  });

  it('not while nobody can say how many wait', async () => {
    const away = createWatch({
      waiting: () => Promise.reject(new Error('away')),
      taken: () => 0,
      free: () => true,
    });
    expect([await away(), await away(), await away()]).toEqual([false, false, false]);
  });
});
