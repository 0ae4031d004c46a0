import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Crew } from '../../../src/jobs/crew.ts';
import { beginShift } from '../../../src/jobs/shift.ts';
import { rememberingLog } from '../../given/remembering-log.ts';

interface FakeCrew extends Crew {
  jobs: number;
  dismissedWith: number | null;
}

function fakeCrew(): FakeCrew {
  const crew: FakeCrew = {
    jobs: 0,
    dismissedWith: null,
    running: () => 0,
    taken: () => crew.jobs,
    dismiss: async (patienceMs) => {
      crew.dismissedWith = patienceMs;
    },
  };
  return crew;
}

function aShift(waiting: number) {
  const crews: FakeCrew[] = [];
  const hire = () => {
    const crew = fakeCrew();
    crews.push(crew);
    return crew;
  };
  const log = rememberingLog();
  const shift = beginShift({
    hire,
    waiting: async () => waiting,
    concurrency: 4,
    patienceMs: 10_000,
    log,
  });
  return { shift, crews, log };
}

describe('a shift', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('replaces a crew that takes nothing for ten seconds although jobs wait', async () => {
    const { crews, log } = aShift(1);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(crews).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(crews).toHaveLength(2);
    expect(crews[0]?.dismissedWith).toBe(10_000);
    expect(crews[1]?.dismissedWith).toBeNull();
    expect(log.lines.map((line) => line.level)).toEqual(['warn']);
  });

  it('gives the new crew as long as the first', async () => {
    const { crews } = aShift(1);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(crews).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(crews).toHaveLength(3);
  });

  it('keeps its crew while nothing waits', async () => {
    const { crews } = aShift(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(crews).toHaveLength(1);
  });

  it('ends with its crew dismissed and no other hired', async () => {
    const { shift, crews } = aShift(1);
    await shift.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(crews.map((crew) => crew.dismissedWith)).toEqual([10_000]);
  });
});
