/** The screen of the demo: what happens, as it happens, with who did it. */
import { printable } from '../documents/diagnostic.ts';
import { colours } from './colour.ts';

export interface Screen {
  beginning(): void;
  /** Something outside the incident. */
  doing(text: string): void;
  /** One line of the incident's timeline. */
  happened(by: string, text: string): void;
  /** A phone rings. */
  rings(page: RungPage): void;
  /** Somebody writes a note in the PagerDuty app. */
  writes(who: string, text: string): void;
  answers(text: string): void;
  warning(text: string): void;
  /** Lines of /metrics. */
  measured(lines: readonly string[]): void;
  ending(report: string): void;
}

export interface RungPage {
  readonly summary: string;
  readonly severity: string;
  readonly source: string;
  readonly details: Readonly<Record<string, string>>;
}

const WIDTH = 78;

export function createScreen(out: NodeJS.WriteStream): Screen {
  const pc = colours(out);
  const began = performance.now();
  const clock = () => {
    const seconds = (performance.now() - began) / 1000;
    return pc.dim(`${seconds.toFixed(1).padStart(5)}s`);
  };
  const line = (text = '') => out.write(`${text}\n`);
  const tell = (mark: string, text: string) => line(`${clock()}  ${mark} ${text}`);
  return {
    beginning: () => {
      line(pc.bold('Tocsin demo: one SEV1, from the first webhook to the report.'));
      line(
        pc.dim('PagerDuty and Prometheus are sandboxes on this machine; everything else is real.'),
      );
      line();
    },
    doing: (text) => tell(pc.dim('·'), pc.dim(text)),
    happened: (by, text) =>
      tell(pc.cyan('▸'), `${painted(pc, printable(text))} ${pc.dim(`(${printable(by)})`)}`),
    rings: (page) => line(phone(pc, page)),
    writes: (who, text) =>
      tell(
        pc.magenta('✎'),
        `${pc.bold(printable(who))} writes a note: ${pc.bold(`“${printable(text)}”`)}`,
      ),
    answers: (text) => {
      for (const each of text.split('\n'))
        line(`        ${pc.dim('│')} ${pc.dim(printable(each))}`);
    },
    warning: (text) => tell(pc.yellow('!'), pc.yellow(printable(text))),
    measured: (lines) => {
      line();
      for (const each of lines) line(`        ${pc.green(each)}`);
    },
    ending: (report) => {
      line();
      line(`${pc.bold('Report:')} ${report}`);
      line(pc.dim('Next: README.md says how to point your Alertmanager here.'));
    },
  };
}

type Colours = ReturnType<typeof colours>;

function painted(pc: Colours, text: string): string {
  return text
    .replaceAll('SEV1', pc.red(pc.bold('SEV1')))
    .replace(/^(Recovery verified|Resolved)/, (words) => pc.green(pc.bold(words)));
}

/** The page as the phone shows it. */
function phone(pc: Colours, page: RungPage): string {
  const rows = [
    `${page.severity.toUpperCase()}  ${page.summary}`,
    `on ${page.source}`,
    ...Object.entries(page.details).map(
      ([name, value]) => `${name.replaceAll('_', ' ')}: ${value}`,
    ),
  ].flatMap((row) => wrapped(printable(row)));
  const edge = '─'.repeat(WIDTH - 2);
  const body = rows.map((row) => `        │ ${row.padEnd(WIDTH - 4)} │`);
  return pc.red(
    [
      `        ╭${edge}╮`,
      `        │ ${'☎  PagerDuty rings'.padEnd(WIDTH - 4)} │`,
      ...body,
      `        ╰${edge}╯`,
    ].join('\n'),
  );
}

function wrapped(text: string): readonly string[] {
  const characters = [...text];
  const rows: string[] = [];
  for (let from = 0; from < characters.length; from += WIDTH - 4) {
    rows.push(characters.slice(from, from + WIDTH - 4).join(''));
  }
  return rows;
}
