/** A backtest asks what these rules would have proposed for incidents whose severity people have since confirmed. */
import { isWorse, type Severity } from '../domain/severity.ts';
import type { Signal } from '../domain/signal.ts';
import { oneLine } from './one-line.ts';
import { propose } from './propose.ts';
import type { RuleBook } from './rule-book.ts';

export interface BacktestSample {
  readonly incidentId: string;
  readonly signals: readonly Signal[];
  /** What the rules of then proposed. */
  readonly proposed: Severity;
  /** What a person confirmed; null: nobody did. */
  readonly confirmed: Severity | null;
}

/** `raised`: worse than confirmed, somebody would have been disturbed; `lowered`: milder, something would have been missed. */
export interface Agreement {
  readonly same: number;
  readonly raised: number;
  readonly lowered: number;
}

export interface BacktestRow {
  readonly incidentId: string;
  readonly proposed: Severity;
  readonly confirmed: Severity;
  readonly now: Severity;
  readonly rule: string;
  readonly reason: string;
  readonly change: 'raised' | 'lowered';
}

export interface Backtest {
  readonly samples: number;
  /** Not compared: nobody confirmed them, or no signal of them is known. */
  readonly skipped: number;
  /** These rules against what was confirmed. */
  readonly now: Agreement;
  /** The rules of then against what was confirmed. */
  readonly before: Agreement;
  /** Only those that differ from what was confirmed, in the order of the samples. */
  readonly rows: readonly BacktestRow[];
}

type Comparison = BacktestRow | (Omit<BacktestRow, 'change'> & { readonly change: 'same' });

/** Every signal counts as firing: at the incident's worst moment each of them was. */
export function backtest(book: RuleBook, samples: readonly BacktestSample[]): Backtest {
  const compared = samples.flatMap((sample) => compare(book, sample));
  return {
    samples: samples.length,
    skipped: samples.length - compared.length,
    now: agreement(compared.map((row) => row.change)),
    before: agreement(compared.map((row) => changeOf(row.proposed, row.confirmed))),
    rows: compared.filter((row) => row.change !== 'same'),
  };
}

export function renderBacktest(result: Backtest): string {
  const line = (name: string, { same, raised, lowered }: Agreement) =>
    `${name}  ${same} as confirmed, ${raised} raised, ${lowered} lowered`;
  const rows = result.rows.map(
    (row) =>
      `  ${oneLine(row.incidentId, 40)}  confirmed ${row.confirmed}, then ${row.proposed}, now ${row.now} by ${row.rule}: ${row.reason}`,
  );
  const compared = result.samples - result.skipped;
  return [
    `${compared} of ${result.samples} incidents compared`,
    line('these rules: ', result.now),
    line('rules of then:', result.before),
    ...rows,
    '',
  ].join('\n');
}

function compare(book: RuleBook, sample: BacktestSample): Comparison[] {
  const { incidentId, proposed, confirmed, signals } = sample;
  if (confirmed === null || signals.length === 0) return [];
  const fired = signals.map((signal) => ({ ...signal, status: 'firing' as const }));
  const { severity, rule, reason } = propose(book, fired);
  const change = changeOf(severity, confirmed);
  return [{ incidentId, proposed, confirmed, now: severity, rule, reason, change }];
}

function changeOf(severity: Severity, confirmed: Severity): 'same' | 'raised' | 'lowered' {
  if (severity === confirmed) return 'same';
  return isWorse(severity, confirmed) ? 'raised' : 'lowered';
}

function agreement(changes: readonly ('same' | 'raised' | 'lowered')[]): Agreement {
  const count = (change: string) => changes.filter((one) => one === change).length;
  return { same: count('same'), raised: count('raised'), lowered: count('lowered') };
}
