/** Stopwatches for bounds that must hold on a machine that is busy with something else, too. */

const TICK_MS = 10;
/** A gap between two ticks that is longer than this is a machine that stood still, and not a wait. */
const MOST_PER_TICK_MS = 100;

/** Milliseconds that this process has spent waiting or working, without those in which it was not let run. Reading stops it. */
export function waitWatch(): () => number {
  let total = 0;
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    total += Math.min(now - last, MOST_PER_TICK_MS);
    last = now;
  };
  const ticking = setInterval(tick, TICK_MS).unref();
  return () => {
    clearInterval(ticking);
    tick();
    return total;
  };
}

/** Milliseconds of processor time that this process has used, however long it took to get them. */
export function workWatch(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
