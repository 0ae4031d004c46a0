/** Reads the PetShop data: metrics of a microservice application with injected issues and their true root causes. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Call, CauseCase, Points, ServiceMetric } from '../src/diagnosis/cause-case.ts';

export interface Scenario {
  readonly name: string;
  readonly calls: readonly Call[];
  readonly normal: Table;
  readonly issues: readonly Issue[];
}

export interface Issue {
  /** `train`: the folder that it lies in. */
  readonly split: string;
  readonly name: string;
  readonly table: Table;
  readonly target: { readonly node: string; readonly metric: string; readonly agg: string };
  /** Unix seconds. */
  readonly at: number;
  readonly rootCause: string;
}

/** One file of metrics. */
export interface Table {
  readonly path: string;
  readonly columns: ReadonlyMap<string, Column>;
  /** Unix seconds, a row each. */
  readonly times: readonly number[];
}

export interface Column {
  readonly service: string;
  readonly metric: string;
  readonly statistic: string;
  readonly points: Points;
}

/** What is wrong with the data, with the path; the bench ends with it. */
export class UnreadableData extends Error {}

/** Every folder below `data` with a `graph.csv`, in the order of their names. */
export async function readPetshop(data: string): Promise<readonly Scenario[]> {
  const folders = await foldersIn(data);
  const scenarios: Scenario[] = [];
  for (const name of folders) {
    const inside = await readdir(join(data, name));
    if (inside.includes('graph.csv')) scenarios.push(await readScenario(data, name));
  }
  if (scenarios.length > 0) return scenarios;
  throw new UnreadableData(`${data}: no folder with a graph.csv in it`);
}

async function readScenario(data: string, name: string): Promise<Scenario> {
  const folder = join(data, name);
  const issues: Issue[] = [];
  for (const split of await foldersIn(folder)) {
    for (const issue of await foldersIn(join(folder, split))) {
      if (issue.startsWith('issue_')) issues.push(await readIssue(folder, split, issue));
    }
  }
  if (issues.length === 0) throw new UnreadableData(`${folder}: no folder SPLIT/issue_N in it`);
  return {
    name,
    calls: readGraph(join(folder, 'graph.csv'), await textOf(join(folder, 'graph.csv'))),
    normal: await readTable(join(folder, 'noissue', 'metrics.csv')),
    issues,
  };
}

async function readIssue(folder: string, split: string, name: string): Promise<Issue> {
  const path = join(folder, split, name, 'target.json');
  const table = await readTable(join(folder, split, name, 'metrics.csv'));
  const text = await textOf(path);
  try {
    const { target, root_cause: cause } = JSON.parse(text);
    const { node, metric, agg, timestamp } = target;
    return {
      split,
      name,
      table,
      target: { node, metric, agg },
      at: timestamp,
      rootCause: cause.node,
    };
  } catch (error) {
    throw new UnreadableData(`${path}: not a target: ${String(error)}`);
  }
}

/** Row A, column B: A calls B. */
function readGraph(path: string, text: string): readonly Call[] {
  const [header = [], ...rows] = rowsOf(path, text);
  return rows.flatMap(([caller = '', ...cells]) =>
    cells.flatMap((cell, index) =>
      Number(cell) > 0 ? [{ caller, callee: header[index + 1] ?? '' }] : [],
    ),
  );
}

async function readTable(path: string): Promise<Table> {
  const [services = [], metrics = [], statistics = [], , ...rows] = rowsOf(
    path,
    await textOf(path),
  );
  if (services[0] !== 'microservice' || metrics[0] !== 'metric') {
    throw new UnreadableData(`${path}: the header rows are not microservice, metric, statistic`);
  }
  const times = rows.map(([time]) => Number(time));
  const columns = new Map<string, Column>();
  for (let index = 1; index < services.length; index += 1) {
    const column = {
      service: services[index] ?? '',
      metric: metrics[index] ?? '',
      statistic: statistics[index] ?? '',
      points: rows.map((row, place) => [times[place] ?? 0, cellValue(row[index])] as const),
    };
    columns.set(columnKey(column), column);
  }
  return { path, columns, times };
}

export function columnKey(column: Omit<Column, 'points'>): string {
  return JSON.stringify([column.service, column.metric, column.statistic]);
}

function cellValue(cell: string | undefined): number | null {
  return cell === undefined || cell === '' ? null : Number(cell);
}

function rowsOf(path: string, text: string): string[][] {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    throw new UnreadableData(`${path}: not CSV: ${String(error)}`);
  }
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: Error) => {
    throw new UnreadableData(`${path}: ${error.message}`);
  });
}

async function foldersIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: Error) => {
    throw new UnreadableData(`${path}: ${error.message}`);
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

const SHAPES: Record<string, Pick<ServiceMetric, 'kind' | 'bad' | 'unit'>> = {
  latency: { kind: 'latency', bad: 'up', unit: 'other' },
  availability: { kind: 'errors', bad: 'down', unit: 'percent' },
  requests: { kind: 'traffic', bad: 'up', unit: 'count' },
};

/** The case of one window of rows: `incident` of one table, what is usual of the other. */
export function caseOf(
  calls: readonly Call[],
  normal: Table,
  incident: Table,
  target: Issue['target'],
  at: number,
): CauseCase {
  const wanted = (column: Column) =>
    column.metric === target.metric
      ? column.statistic === target.agg
      : column.statistic === 'Average' || column.statistic === 'Sum';
  const metrics = [...incident.columns.values()].filter(wanted).flatMap((column) => {
    const shape = SHAPES[column.metric];
    const usual = normal.columns.get(columnKey(column))?.points ?? [];
    const { service, metric: name, points } = column;
    return shape === undefined
      ? []
      : [{ service, name, ...shape, normal: usual, incident: points }];
  });
  return {
    calls,
    target: { service: target.node, metric: target.metric },
    metrics,
    changes: [],
    at,
  };
}
