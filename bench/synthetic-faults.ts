/**
 * Synthetic faults: a window of the normal period into which a fault of any node is put, and carried up to the target
 * along the calls with noise. They show what a ranking does with faults that the data has not, and no more than that:
 * the way a fault travels is made up here.
 */
import type { CauseCase } from '../src/diagnosis/cause-case.ts';
import { type Column, caseOf, columnKey, type Scenario, type Table } from './petshop.ts';
import { rowsOf, stepOf } from './petshop-windows.ts';

export type FaultKind = 'latency' | 'availability' | 'mixed' | 'overload' | 'sparse';
export const FAULT_KINDS: readonly FaultKind[] = [
  'latency',
  'availability',
  'mixed',
  'overload',
  'sparse',
];

export interface Synthetic {
  readonly given: CauseCase;
  readonly cause: string;
}

/** Numbers from 0 to 1 that only look random: the same seed gives the same bench. */
export type Dice = () => number;

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const ROWS = 5;
const TARGET = 'PetSite';
const BUSY = 1;

/** Null when the dice gave a fault that the target would not feel. */
export function syntheticFault(scenario: Scenario, kind: FaultKind, dice: Dice): Synthetic | null {
  const { normal, calls } = scenario;
  const from = 150 + Math.floor(dice() * (normal.times.length - 150 - ROWS));
  const window = new FaultyWindow(scenario, rowsOf(normal, from, from + ROWS), dice);
  const nodes = window.busyNodes();
  const cause = nodes[Math.floor(dice() * nodes.length)] ?? TARGET;
  const felt = window.strike(cause, kind);
  if (!felt) return null;
  const troubled = kind === 'availability' ? 'availability' : 'latency';
  const target = { node: TARGET, metric: troubled, agg: 'Average' };
  const at = (normal.times[from] ?? 0) + (1 + 0.9 * dice()) * stepOf(normal);
  const before = monthsEarlier(rowsOf(normal, 0, from));
  return { given: caseOf(calls, before, window.table(), target, at), cause };
}

/** As in the issues: what is usual was measured at another time, so nothing leads up to the window. */
function monthsEarlier(table: Table): Table {
  const months = 120 * 86_400;
  const moved = ([key, column]: [string, Column]): [string, Column] => {
    const points = column.points.map(([time, value]) => [time - months, value] as const);
    return [key, { ...column, points }];
  };
  return { ...table, columns: new Map([...table.columns].map(moved)) };
}

/** Rows of one window, cell by cell, while a fault is put into them. */
class FaultyWindow {
  readonly #scenario: Scenario;
  readonly #window: Table;
  readonly #dice: Dice;
  readonly #cells = new Map<string, (number | null)[]>();
  /** How much of the fault each row has. */
  readonly #shape: readonly number[];

  constructor(scenario: Scenario, window: Table, dice: Dice) {
    this.#scenario = scenario;
    this.#window = window;
    this.#dice = dice;
    this.#shape = [0, dice() < 0.5 ? 0 : dice(), 1, 1, dice() * 0.6];
    const drift = new Map<string, number>();
    for (const [key, column] of window.columns) {
      // The issues lie months before the normal period, and nothing stays as fast as it was.
      const by = drift.get(column.service) ?? Math.exp(0.15 * this.#bell());
      drift.set(column.service, by);
      const factor = column.metric === 'latency' ? by : 1;
      this.#cells.set(
        key,
        column.points.map(([, value]) => (value === null ? null : value * factor)),
      );
    }
  }

  busyNodes(): readonly string[] {
    const seen = new Set([TARGET]);
    for (const node of seen) {
      for (const { caller, callee } of this.#scenario.calls) if (caller === node) seen.add(callee);
    }
    return [...seen].filter((node) => this.#mean(node, 'requests') >= BUSY);
  }

  strike(cause: string, kind: FaultKind): boolean {
    if (kind === 'overload') this.#overload(cause, 2 + 3 * this.#dice());
    const broken = kind === 'availability' || kind === 'mixed';
    const felt = !broken || this.#fail(cause);
    if (kind !== 'availability') this.#slow(cause);
    if (kind === 'sparse') this.#thin(0.25);
    return felt;
  }

  /** The seconds that make the target as much slower as the dice say, in its own noise. */
  #slow(cause: string): void {
    const noise = noiseOf(this.#scenario.normal, TARGET, 'latency');
    const wanted = noise * 3 * 5 ** this.#dice();
    const parts = this.#partsFrom(cause, 0.5);
    const perSecond =
      (parts.get(TARGET) ?? 0) * (this.#mean(cause, 'requests') / this.#mean(TARGET, 'requests'));
    const seconds = cause === TARGET ? wanted : wanted / Math.max(perSecond, 1e-9);
    for (const [node, part] of parts) {
      this.#each(node, 'latency', (value, row) => {
        const requests = this.#at(node, 'requests', row);
        const own = this.#at(cause, 'requests', row) * seconds * part;
        const noisy = Math.exp(0.3 * this.#bell());
        return requests > 0 ? value + (own / requests) * noisy * (this.#shape[row] ?? 0) : value;
      });
    }
  }

  /** False when too few of the target's requests would fail for anybody to notice. */
  #fail(cause: string): boolean {
    const parts = this.#partsFrom(cause, 0.5);
    const reach =
      (parts.get(TARGET) ?? 0) * (this.#mean(cause, 'requests') / this.#mean(TARGET, 'requests'));
    const wanted = 0.015 + 0.06 * this.#dice();
    const share = Math.min(0.95, wanted / reach);
    if (!(share * reach > 0.012)) return false;
    for (const [node, part] of parts) {
      this.#each(node, 'availability', (value, row) => {
        const requests = this.#at(node, 'requests', row);
        const own = this.#at(cause, 'requests', row) * share * part * (this.#shape[row] ?? 0);
        const failed = Math.round(own * Math.exp(0.2 * this.#bell()));
        return requests > 0 ? Math.max(0, value - (100 * failed) / requests) : value;
      });
    }
    return true;
  }

  /** More requests from outside, and with them more to all that the node calls. */
  #overload(cause: string, times: number, seen: Set<string> = new Set()): void {
    seen.add(cause);
    this.#each(cause, 'requests', (value, row) =>
      Math.round(value * (1 + (times - 1) * (this.#shape[row] ?? 0))),
    );
    for (const { caller, callee } of this.#scenario.calls) {
      if (caller !== cause || seen.has(callee)) continue;
      const part = this.#mean(caller, 'requests') / Math.max(1, this.#callersOf(callee));
      this.#overload(callee, 1 + (times - 1) * Math.min(1, part), seen);
    }
  }

  #callersOf(callee: string): number {
    const callers = this.#scenario.calls.filter((call) => call.callee === callee);
    return callers.reduce((sum, { caller }) => sum + this.#mean(caller, 'requests'), 0);
  }

  #thin(share: number): void {
    for (const cells of this.#cells.values()) {
      cells.forEach((_, row) => {
        if (this.#dice() < share) cells[row] = null;
      });
    }
  }

  /** For the cause and all above it: which part of the cause's trouble arrives there. */
  #partsFrom(cause: string, least: number): ReadonlyMap<string, number> {
    const parts = new Map([[cause, 1]]);
    const visit = (node: string, part: number, path: readonly string[]) => {
      const callers = this.#scenario.calls.filter(({ callee }) => callee === node);
      const weights = callers.map(
        ({ caller }) => this.#mean(caller, 'requests') * 3 ** (2 * this.#dice() - 1),
      );
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      callers.forEach(({ caller }, index) => {
        if (path.includes(caller) || all === 0) return;
        const arrives = part * ((weights[index] ?? 0) / all) * (least + (1 - least) * this.#dice());
        parts.set(caller, (parts.get(caller) ?? 0) + arrives);
        visit(caller, arrives, [...path, caller]);
      });
    };
    visit(cause, 1, [cause]);
    return parts;
  }

  #each(node: string, metric: string, change: (value: number, row: number) => number): void {
    const cells = this.#cellsOf(node, metric);
    cells?.forEach((value, row) => {
      if (value !== null) cells[row] = change(value, row);
    });
  }

  #at(node: string, metric: string, row: number): number {
    return this.#cellsOf(node, metric)?.[row] ?? 0;
  }

  #mean(node: string, metric: string): number {
    const cells = (this.#cellsOf(node, metric) ?? []).filter((value) => value !== null);
    return cells.length === 0 ? 0 : cells.reduce((sum, value) => sum + value, 0) / cells.length;
  }

  #cellsOf(service: string, metric: string): (number | null)[] | undefined {
    const statistic = metric === 'requests' ? 'Sum' : 'Average';
    return this.#cells.get(columnKey({ service, metric, statistic }));
  }

  #bell(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#dice())) * Math.cos(2 * Math.PI * this.#dice());
  }

  table(): Table {
    const filled = ([key, column]: [string, Column]): [string, Column] => {
      const cells = this.#cells.get(key) ?? [];
      const points = column.points.map(([time], row) => [time, cells[row] ?? null] as const);
      return [key, { ...column, points }];
    };
    return { ...this.#window, columns: new Map([...this.#window.columns].map(filled)) };
  }
}

/** The standard deviation of the steps from row to row, without the wildest tenth. */
function noiseOf(table: Table, service: string, metric: string): number {
  const points =
    table.columns.get(columnKey({ service, metric, statistic: 'Average' }))?.points ?? [];
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
  const steps = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? 0)));
  return (steps.sort((a, b) => a - b)[Math.floor(0.68 * steps.length)] ?? 0) / Math.SQRT2;
}
