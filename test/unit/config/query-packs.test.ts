import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadQueryPacks, readQueryPacks } from '../../../src/config/query-packs.ts';
import { fillTemplate, readTemplate } from '../../../src/diagnosis/query-template.ts';
import { HOSTILE, shapeOf } from '../diagnosis/query-shape.ts';

const PACK = `pack: mine
applies_when:
  labels: [service]
queries:
  - key: errors
    title: Errors
    kind: errors
    unit: share
    bad: up
    query: rate(errors_total{service="$labels.service"}[5m])
`;

const remarks = (...texts: string[]) => {
  const read = readQueryPacks(
    texts.map((text, at) => ({ file: `${at}.yaml`, text })),
    readTemplate,
  );
  if (read.ok) return [];
  return read.error.map((one) => {
    const fix = one.fix === undefined ? '' : ` [${one.fix}]`;
    return `${one.file}:${one.line}:${one.column} ${one.subject ?? '-'}: ${one.message}${fix}`;
  });
};

describe('a pack file', () => {
  it('is read whole', () => {
    const read = readQueryPacks([{ file: 'a.yaml', text: PACK }], readTemplate);
    expect(read).toMatchObject({
      ok: true,
      value: [
        {
          name: 'mine',
          appliesWhen: { labels: ['service'], metrics: [] },
          queries: [{ key: 'errors', kind: 'errors', variants: [{ needs: ['service'] }] }],
        },
      ],
    });
  });

  it.each([
    [
      'a fault in a query, at its place',
      PACK.replace('[5m])', '[5m)'),
      '0.yaml:10:59 mine/errors: not PromQL: unexpected ")"',
    ],
    [
      'a placeholder where a value would become part of the query',
      PACK.replace('[5m]', '[$labels.range]'),
      '0.yaml:10:57 mine/errors: not PromQL: unexpected "$" [write $labels.name between the double quotes of a matcher: {pod="$labels.pod"}]',
    ],
    [
      'an unknown field',
      PACK.replace('bad: up', 'bda: up'),
      '0.yaml:9:5 mine/errors: unknown field "bda" [did you mean "bad"?]',
    ],
    [
      'an unknown kind',
      PACK.replace('kind: errors', 'kind: error'),
      '0.yaml:7:11 mine/errors: "kind" cannot be "error" [did you mean "errors"?]',
    ],
    [
      'a name that is none',
      PACK.replace('pack: mine', 'pack: Mine!'),
      '0.yaml:1:7 Mine!: "pack" must be a plain name [a-z, digits and -, at most 40]',
    ],
    [
      'a query that is asked in no way',
      PACK.replace(/ {4}query.*\n/, ''),
      '0.yaml:5:5 mine/errors: one of "query" and "first_of" is needed, and only one [query is one question, first_of several ways to ask the same]',
    ],
    [
      'a label of the conditions that no label can be',
      PACK.replace('[service]', '["a b"]'),
      '0.yaml:3:12 mine: item 1 of "labels" is not valid: no label has such a name',
    ],
  ])('is refused for %s', (_, text, remark) => {
    expect(remarks(text).map((one) => one.slice(0, remark.length))).toContain(remark);
  });

  it('is refused for names that stand twice', () => {
    const twice = PACK + PACK.slice(PACK.indexOf('  - key'));
    expect(remarks(twice)).toEqual([
      '0.yaml:11:10 mine/errors: there is a query "errors" already [give it another name]',
    ]);
    expect(remarks(PACK, PACK)).toEqual([
      '1.yaml:1:7 mine: there is a pack "mine" already [give it another name]',
    ]);
  });

  it('says everything that is wrong at once', () => {
    const wrong = PACK.replace('bad: up', 'bad: left').replace('unit: share', 'unit: eggs');
    expect(remarks(wrong)).toHaveLength(2);
  });
});

describe('a folder of packs', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tocsin-packs-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('may be absent or empty', async () => {
    const none = { ok: true, value: [] };
    expect(await loadQueryPacks(join(dir, 'nowhere'), readTemplate)).toEqual(none);
    expect(await loadQueryPacks(dir, readTemplate)).toEqual(none);
  });

  it('is a problem where it is none', async () => {
    await writeFile(join(dir, 'file'), '');
    expect(await loadQueryPacks(join(dir, 'file'), readTemplate)).toMatchObject({ ok: false });
  });
});

describe('the packs that ship', async () => {
  const shipped = await loadQueryPacks('_config/diagnosis', readTemplate);
  const packs = shipped.ok ? shipped.value : [];

  it('are all read', () => {
    expect(shipped.ok ? [] : shipped.error).toEqual([]);
    expect(packs.map(({ name }) => name)).toEqual([
      'jvm',
      'kubernetes',
      'postgres',
      'queue',
      'red',
      'redis',
      'use',
    ]);
  });

  const templates = packs.flatMap(({ name, queries }) =>
    queries.flatMap(({ key, variants }) =>
      variants.map((template, at) => [`${name}/${key} ${at}`, template] as const),
    ),
  );

  it.each(templates)('keep the shape of %s whatever the labels say', (_, template) => {
    const filled = (value: string) =>
      fillTemplate(template, Object.fromEntries(template.needs.map((name) => [name, value])));
    const plain = filled('x') ?? '';
    expect(plain).not.toContain('$labels');
    for (const value of HOSTILE) expect(shapeOf(filled(value) ?? '')).toBe(shapeOf(plain));
  });

  it('compare services where they speak of services', () => {
    const red = templates.filter(([name]) => name.startsWith('red/'));
    expect(red.filter(([, { serviceLabel }]) => serviceLabel === null)).toEqual([]);
  });
});
