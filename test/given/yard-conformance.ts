/** What every yard keeps, wherever its jobs are kept. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openYard, type YardSettings } from '../../src/jobs/yard.ts';
import type { Job, Yard } from '../../src/ports/yard.ts';
import { rememberingLog } from './remembering-log.ts';
import { waitWatch } from './stopwatch.ts';

/** An empty place for jobs. */
export type Place = Pick<YardSettings, 'redisUrl' | 'databaseUrl'>;

/** Resolved from outside. */
export function latch<T = void>() {
  let open: (value: T) => void = () => {};
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

export function aJob(rowId: string, dedupe = `INC-2026-11-22-001:diagnose:${rowId}`): Job {
  return { kind: 'diagnose', rowId, dedupe };
}

export function drained(yard: Yard): Promise<void> {
  return expect.poll(() => yard.busy(), { timeout: 30_000, interval: 20 }).toBe(0);
}

export function describeYard(name: string, emptyPlace: () => Promise<Place>): void {
  describe(`a yard over ${name}`, () => {
    let place: Place;
    const opened: Yard[] = [];
    const doomed: ChildProcess[] = [];

    async function aYard(settings: Partial<YardSettings> = {}): Promise<Yard> {
      const yard = await openYard({ ...place, log: rememberingLog(), ...settings });
      opened.push(yard);
      return yard;
    }

    beforeEach(async () => {
      place = await emptyPlace();
    });

    afterEach(async () => {
      for (const child of doomed.splice(0)) child.kill('SIGKILL');
      await Promise.all(opened.splice(0).map((yard) => yard.close()));
    });

    it('runs a job once, with what was put in', async () => {
      const yard = await aYard();
      const ran: Job[] = [];
      await yard.start(async (job) => void ran.push(job));
      await yard.add(aJob('1'));
      await drained(yard);
      expect(ran).toEqual([aJob('1')]);
    });

    it('takes any text as a dedupe key', async () => {
      const yard = await aYard();
      const keys = ['12345', 'a:b:c', 'sự cố 🔔', '', 'x'.repeat(5000)];
      const ran: string[] = [];
      for (const [index, key] of keys.entries()) await yard.add(aJob(`${index}`, key));
      await yard.start(async (job) => void ran.push(job.dedupe));
      await drained(yard);
      expect(ran.toSorted()).toEqual(keys.toSorted());
    });

    it('makes one job of the same dedupe key added twice while it waits', async () => {
      const yard = await aYard();
      await yard.add(aJob('1'));
      await yard.add(aJob('1'));
      await yard.add(aJob('2'));
      expect(await yard.busy()).toBe(2);
      const ran: string[] = [];
      await yard.start(async (job) => void ran.push(job.rowId));
      await drained(yard);
      expect(ran.toSorted()).toEqual(['1', '2']);
    });

    it('makes one job of the same dedupe key added again while it runs', async () => {
      const yard = await aYard();
      const [started, goOn] = [latch(), latch()];
      let runs = 0;
      await yard.start(async () => {
        runs += 1;
        started.open();
        await goOn.opened;
      });
      await yard.add(aJob('1'));
      await started.opened;
      await yard.add(aJob('1'));
      expect(await yard.busy()).toBe(1);
      goOn.open();
      await drained(yard);
      expect(runs).toBe(1);
    });

    it('runs the same dedupe key again when it was added after the job was done', async () => {
      const yard = await aYard();
      let runs = 0;
      await yard.start(async () => {
        runs += 1;
      });
      await yard.add(aJob('1'));
      await drained(yard);
      await yard.add(aJob('1'));
      await drained(yard);
      expect(runs).toBe(2);
    });

    it('goes on after a job that throws, and lets that job come again', async () => {
      const yard = await aYard({ concurrency: 1 });
      const ran: string[] = [];
      await yard.start(async (job) => {
        ran.push(job.rowId);
        if (job.rowId === 'bad' && ran.length === 1) throw new Error('the first time fails');
      });
      await yard.add(aJob('bad'));
      await yard.add(aJob('good'));
      await drained(yard);
      await yard.add(aJob('bad'));
      await drained(yard);
      expect(ran).toEqual(['bad', 'good', 'bad']);
    });

    it('logs a job that failed with its row', async () => {
      const log = rememberingLog();
      const yard = await aYard({ log });
      await yard.start(() => Promise.reject(new Error('no such metric')));
      await yard.add(aJob('7'));
      await drained(yard);
      await expect
        .poll(() => log.lines.map(({ level, fields }) => [level, fields['rowId']]), {
          timeout: 30_000,
        })
        .toEqual([['warn', '7']]);
    });

    it('shares the work with a second yard', async () => {
      const both = [latch<string>(), latch<string>()] as const;
      const workers = [await aYard({ concurrency: 1 }), await aYard({ concurrency: 1 })];
      for (const [index, yard] of workers.entries()) {
        await yard.start(async (job) => {
          both[index]?.open(job.rowId);
          await Promise.all([both[0].opened, both[1].opened]);
        });
      }
      await workers[0]?.add(aJob('1'));
      await workers[0]?.add(aJob('2'));
      const taken = await Promise.all([both[0].opened, both[1].opened]);
      expect(taken.toSorted()).toEqual(['1', '2']);
    });

    it('runs no more jobs at a time than its concurrency', async () => {
      const yard = await aYard({ concurrency: 2 });
      let [now, most] = [0, 0];
      const two = latch();
      await yard.start(async () => {
        now += 1;
        most = Math.max(most, now);
        if (now === 2) two.open();
        // However slowly they are taken, the first waits for the second.
        await two.opened;
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
      });
      await Promise.all(Array.from({ length: 20 }, (_, index) => yard.add(aJob(`${index}`))));
      await drained(yard);
      expect(most).toBe(2);
    });

    it('closes only when the running job is done', async () => {
      const yard = await aYard();
      const [started, goOn] = [latch(), latch()];
      const order: string[] = [];
      await yard.start(async () => {
        started.open();
        await goOn.opened;
        order.push('done');
      });
      await yard.add(aJob('1'));
      await started.opened;
      const other = await aYard();
      const closed = yard.close().then(() => order.push('closed'));
      expect(await other.busy()).toBe(1);
      expect(order).toEqual([]);
      goOn.open();
      await closed;
      expect(order).toEqual(['done', 'closed']);
      expect(await (await aYard()).busy()).toBe(0);
    });

    it('closes in the end although a job never is', async () => {
      const log = rememberingLog();
      const yard = await aYard({ patienceSeconds: 0.1, log });
      const started = latch();
      await yard.start(() => {
        started.open();
        return new Promise(() => {});
      });
      await yard.add(aJob('1'));
      await started.opened;
      await yard.close();
      expect(log.lines.map((line) => line.message)).toEqual([
        'jobs did not finish in time and will run again',
      ]);
      expect(await (await aYard()).busy()).toBe(1);
    });

    it('refuses to be started twice', async () => {
      const yard = await aYard();
      await yard.start(async () => {});
      await expect(yard.start(async () => {})).rejects.toThrow('at work already');
    });

    it('runs the job of a killed process again, within 20 seconds, however many were killed under it', async () => {
      const yard = await aYard();
      await yard.add(aJob('1'));
      for (const _ of ['the first', 'the second']) {
        const victim = doomedWorker(place);
        doomed.push(victim);
        expect(await firstLine(victim)).toBe('1');
        victim.kill('SIGKILL');
      }
      const again = latch<string>();
      await yard.start(async (job) => again.open(job.rowId));
      const waited = waitWatch();
      expect(await again.opened).toBe('1');
      expect(waited()).toBeLessThan(20_000);
    });
  });
}

function doomedWorker(place: Place): ChildProcess {
  const script = fileURLToPath(new URL('./doomed-worker.ts', import.meta.url));
  const words = ['--import', 'tsx', script, place.redisUrl ?? '', place.databaseUrl];
  return spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no stdout');
  const [text] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => ['the process ended']),
  ]);
  return String(text).trim();
}
