/** Windows of the PetShop data in which nothing is wrong: whoever names a cause there is mistaken. */
import type { CauseCase } from '../src/diagnosis/cause-case.ts';
import { type Column, caseOf, columnKey, type Scenario, type Table } from './petshop.ts';

/** As in the issues: five rows, noticed in the second. */
const ROWS = 5;
const NOTICED = 1.6;
const SPLITS = 12;

/** For each split of the normal period, and each node and metric with data: five rows after it, and all after it. */
export function* normalWindows({ calls, normal }: Scenario): Generator<CauseCase> {
  const count = normal.times.length;
  for (let split = 1; split <= SPLITS; split += 1) {
    const at = Math.floor(count * (0.3 + (0.65 * split) / SPLITS)) - ROWS;
    for (const rows of [ROWS, count - at]) {
      const before = rowsOf(normal, 0, at);
      const after = rowsOf(normal, at, at + rows);
      const noticed = rows === ROWS ? NOTICED : 0;
      const time = (after.times[0] ?? 0) + noticed * stepOf(normal);
      for (const target of targetsOf(after)) yield caseOf(calls, before, after, target, time);
    }
  }
}

export function rowsOf(table: Table, from: number, to: number): Table {
  const cut = (column: Column) => ({ ...column, points: column.points.slice(from, to) });
  const columns = new Map([...table.columns].map(([key, column]) => [key, cut(column)]));
  return { path: table.path, columns, times: table.times.slice(from, to) };
}

export function stepOf({ times }: Table): number {
  return (times[1] ?? 300) - (times[0] ?? 0);
}

/** Every node that gets requests in the window, with each metric that may trouble it. */
function* targetsOf(table: Table) {
  for (const { service, metric, points } of table.columns.values()) {
    if (metric !== 'requests' || !points.some(([, value]) => (value ?? 0) > 0)) continue;
    for (const troubled of ['latency', 'availability']) {
      const target = { node: service, metric: troubled, agg: 'Average' };
      const key = columnKey({ service, metric: troubled, statistic: 'Average' });
      if (table.columns.get(key)?.points.some(([, value]) => value !== null)) yield target;
    }
  }
}
