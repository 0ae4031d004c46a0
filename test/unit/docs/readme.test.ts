/** What README.md says is asked of the code: it may neither promise more nor leave anything out. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { grammar } from '../../../src/domain/say.ts';
import { createApp } from '../../../src/http/app.ts';
import type { Front } from '../../../src/http/front.ts';
import { ROOT } from '../../given/compose.ts';
import { givenMetrics } from '../../given/given-metrics.ts';
import { knownKeys, knownVariables } from '../../given/known-settings.ts';
import { bare, tableOf } from '../../given/markdown.ts';

const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
const defaults = parse(await readFile(join(ROOT, '_config/config.yaml'), 'utf8'));

const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

describe('the settings in README.md', () => {
  const rows = tableOf(readme, 'variable').map(([variable, key, value, text]) => ({
    variable: bare(variable),
    key: bare(key),
    value: bare(value),
    isSecret: /^_?Secret\b/.test(text ?? ''),
  }));
  const variables = rows.flatMap(({ variable }) => (variable === '' ? [] : [variable]));

  it('name every variable that Tocsin looks for, and no other', async () => {
    const secrets = rows.filter((row) => row.isSecret).map(({ variable }) => `${variable}_FILE`);
    expect(sorted([...variables, ...secrets])).toEqual(sorted(await knownVariables()));
  });

  it('name every key of the file, and no other', () => {
    const perSeverity = tableOf(readme, 'severity').map(([severity]) => bare(severity));
    expect(perSeverity.slice(0, 4)).toEqual(['SEV1', 'SEV2', 'SEV3', 'SEV4']);
    const known = knownKeys().filter((key) => !key.startsWith('severities.'));
    expect(sorted(rows.map(({ key }) => key))).toEqual(sorted(known));
  });

  it.each(rows)('give $key its default', ({ key, value }) => {
    expect(value).toBe(shown(at(defaults, key)));
  });

  it('give each severity what it has', () => {
    const header = readme.split('\n').find((line) => /^\| severity +\| `page`/.test(line)) ?? '';
    const names = header.split('|').slice(2, -1).map(bare);
    const known = knownKeys().filter((key) => key.startsWith('severities.SEV1.'));
    expect(sorted(names)).toEqual(sorted(known.map((key) => key.split('.')[2] ?? '')));
    for (const [severity, ...cells] of tableOf(readme, 'severity')) {
      const values = names.map((name) =>
        shown(at(defaults, `severities.${bare(severity)}.${name}`)),
      );
      expect(cells.map(bare)).toEqual(values);
    }
  });
});

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], value);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}

interface Layer {
  readonly route?: {
    readonly path: string | readonly string[];
    readonly stack: readonly { readonly method?: string }[];
  };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

describe('the routes in README.md', () => {
  /** The application as it is served; its parts are not asked for anything here. */
  const app = createApp({ parts: {}, meter: {}, apiToken: '' } as unknown as Front);
  const stack = (app as unknown as { router: { stack: readonly Layer[] } }).router.stack;
  const served = stack.flatMap(routesIn);
  const rows = tableOf(readme, 'route').map(([route, text]) => {
    const [method = '', path = ''] = bare(route).split(' ');
    const others = [...(text ?? '').matchAll(/`(\/[\w/-]+)`/g)].map((match) => match[1] ?? '');
    return { method, paths: [path, ...others.filter((other) => /^\/\w+z$/.test(other))] };
  });

  it('are all there, each with its method', () => {
    expect(rows.length).toBeGreaterThan(10);
    for (const { method, paths } of rows) {
      for (const path of paths) {
        const methods = served.filter((route) => route.path === path).map((route) => route.method);
        expect(
          [method, 'ALL'].some((one) => methods.includes(one)),
          `${method} ${path}`,
        ).toBe(true);
      }
    }
  });

  it('leave none out', () => {
    const told = sorted(rows.flatMap(({ paths }) => paths));
    expect(told).toEqual(sorted(served.map((route) => route.path)));
  });
});

function routesIn({ route, handle }: Layer): readonly { method: string; path: string }[] {
  if (route === undefined) return (handle?.stack ?? []).flatMap(routesIn);
  const methods = sorted(route.stack.map(({ method }) => (method ?? 'all').toUpperCase()));
  return [route.path].flat().flatMap((path) => methods.map((method) => ({ method, path })));
}

describe('the verbs in README.md', () => {
  it('are those of the command line', async () => {
    const cli = join(ROOT, 'src/cli');
    const source = await readFile(join(cli, 'tocsin.ts'), 'utf8');
    const program = new Command();
    const imports = [...source.matchAll(/import \{ (\w+Verbs?) \} from '\.\/([\w-]+)\.ts'/g)];
    for (const [, name = '', file = ''] of imports) {
      const module = await import(join(cli, `${file}.ts`));
      module[name](program);
    }
    const told = tableOf(readme, 'verb').map(([verb]) => bare(verb));
    expect(sorted(told)).toEqual(sorted(program.commands.flatMap((each) => verbsOf(each))));
  });
});

function verbsOf(command: Command): readonly string[] {
  if (command.commands.length === 0) return [command.name()];
  return command.commands.flatMap(verbsOf).map((verb) => `${command.name()} ${verb}`);
}

describe('the metrics in README.md', () => {
  const rows = tableOf(readme, 'metric').map(([name, labels]) => ({
    name: bare(name),
    labels: sorted(
      bare(labels)
        .split(/, */)
        .filter((label) => label !== ''),
    ),
  }));

  it('are those of /metrics, each with its labels', async () => {
    const { census, metrics, shown: exposition } = givenMetrics();
    census.tallies['proposals'] = [
      { labels: { rule: 'a/b', proposed: 'SEV1', confirmed: 'none' }, value: 1 },
    ];
    metrics.webhookRequest('alertmanager', 202, 0.01, 1000);
    const body = await exposition();
    const names = [...body.matchAll(/^# TYPE (tocsin_\w+) /gm)].map((match) => match[1] ?? '');
    expect(sorted(rows.map(({ name }) => name))).toEqual(sorted(names));
    for (const { name, labels } of rows)
      expect({ name, labels }).toEqual({ name, labels: labelsOf(body, name) });
  });
});

function labelsOf(exposition: string, name: string): string[] {
  const line = new RegExp(`^${name}(?:_bucket|_sum|_count)?(?:\\{(.*)\\})? `, 'm').exec(exposition);
  const names = [...(line?.[1] ?? '').matchAll(/(\w+)="/g)].map((match) => match[1] ?? '');
  return sorted(names.filter((label) => label !== 'le'));
}

describe('the sentences in README.md', () => {
  it.each(['en', 'vi'] as const)('are those of the grammar: %s', (language) => {
    const column = language === 'en' ? 0 : 1;
    const told = tableOf(readme, 'English').flatMap((row) => inQuotes(row[column] ?? ''));
    const known = grammar(language)
      .split('\n')
      .flatMap((line) => (line.split(' — ')[0] ?? '').split(' | '));
    expect(sorted(told)).toEqual(sorted(known));
  });
});

function inQuotes(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}
