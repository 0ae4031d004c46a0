import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { IssueDetail } from '../../../src/documents/schema-remark.ts';
import { readYaml } from '../../../src/documents/yaml-document.ts';

const Schema = z.strictObject({
  name: z.string().min(1),
  port: z.number().int().min(1).max(65535).optional(),
  level: z.enum(['info', 'debug']).optional(),
  tags: z.array(z.string()).min(1).optional(),
  either: z.union([z.string(), z.array(z.string())]).optional(),
  by: z.record(z.string(), z.strictObject({ page: z.boolean() })).optional(),
});

function errorsOf(text: string, schema: z.ZodType = Schema) {
  const result = readYaml('f.yaml', text, schema);
  return result.ok
    ? []
    : result.error.map(
        (one) =>
          `${one.line}:${one.column}-${one.endColumn} ${one.check}: ${one.message}${one.fix ? ` [${one.fix}]` : ''}`,
      );
}

describe('a document that fits its schema', () => {
  it('gives its value, and the place of each part', () => {
    const result = readYaml('f.yaml', 'name: shop\ntags:\n  - one\n  - "two"\n', Schema);
    if (!result.ok) throw new Error('expected a value');
    expect(result.value).toEqual({ name: 'shop', tags: ['one', 'two'] });
    expect(result.at(['tags', 1])).toEqual({ line: 4, column: 5, endColumn: 10 });
    expect(result.at(['tags', 1], { start: 1, end: 2 })).toEqual({
      line: 4,
      column: 7,
      endColumn: 8,
    });
    expect(result.at(['tags', 9])).toEqual({ line: 2, column: 1, endColumn: 5 });
    expect(result.at(['tags'])).toEqual({ line: 2, column: 1, endColumn: 5 });
  });

  it('may use an alias for a whole value, which keeps the place where it was written', () => {
    const result = readYaml('f.yaml', 'name: &n shop\ntags: [*n, *n]\n', Schema);
    if (!result.ok) throw new Error('expected a value');
    expect(result.value).toEqual({ name: 'shop', tags: ['shop', 'shop'] });
    expect(result.at(['tags', 0])).toEqual({ line: 1, column: 10, endColumn: 14 });
  });

  it('is YAML 1.2: no and 12:30 stay text', () => {
    const result = readYaml('f.yaml', 'name: no\ntags: [12:30:45, on]\n', Schema);
    expect(result.ok && result.value).toEqual({ name: 'no', tags: ['12:30:45', 'on'] });
  });

  it('may be empty when the caller says what that stands for', () => {
    const result = readYaml('f.yaml', '# nothing yet\n', z.strictObject({}), { whenEmpty: {} });
    expect(result.ok && result.value).toEqual({});
  });
});

describe('a document that does not fit', () => {
  it('lists all errors at once, in the order of the file', () => {
    const text = 'nme: x\nport: "80"\nlevel: inf\ntags: []\neither: 4\nby:\n  SEV1: {pge: true}\n';
    expect(errorsOf(text)).toEqual([
      '1:1-4 schema/missing-field: missing field "name"',
      '1:1-4 schema/unknown-field: unknown field "nme" [did you mean "name"?]',
      '2:7-11 schema/type: "port" must be a number [found "80"]',
      '3:8-11 schema/value: "level" cannot be "inf" [did you mean "info"?]',
      '4:1-5 schema/value: "tags" must not be empty',
      '5:9-10 schema/type: "either" must be text or a list [found 4]',
      '7:3-7 schema/missing-field: missing field "page"',
      '7:10-13 schema/unknown-field: unknown field "pge" [did you mean "page"?]',
    ]);
  });

  it('names a list item by its number', () => {
    expect(errorsOf('name: x\ntags: [a, 7]\n')).toEqual([
      '2:11-12 schema/type: item 2 of "tags" must be text [found 7]',
    ]);
  });

  it('says what a number may be', () => {
    expect(errorsOf('name: x\nport: 0\n')).toEqual([
      '2:7-8 schema/value: "port" must be at least 1',
    ]);
    expect(errorsOf('name: x\nport: 70000\n')).toEqual([
      '2:7-12 schema/value: "port" must be at most 65535',
    ]);
    expect(errorsOf('name: x\nport: 1.5\n')[0]).toContain('"port" must be a whole number');
  });

  it('offers the known fields when nothing is near', () => {
    expect(errorsOf('name: x\nzzz: 1\n')[0]).toContain(
      '[expected one of name, port, level, tags, either, by]',
    );
  });

  it('shows the name of a field that has no value', () => {
    expect(errorsOf('name:\n')).toEqual(['1:1-5 schema/type: "name" must be text [found nothing]']);
  });

  it('names the thing that an error belongs to', () => {
    const result = readYaml('f.yaml', 'name: x\nzzz: 1\n', Schema, {
      subject: (raw) => String((raw as { name: string }).name),
    });
    expect(result.ok || result.error[0]?.subject).toBe('x');
  });
});

describe("a schema's own check may point inside a text value", () => {
  const Pointed = z.strictObject({
    a: z.string().superRefine((text, context) => {
      const start = text.indexOf('!');
      const params: IssueDetail = { check: 'x/bang', fix: 'no', within: { start, end: start + 1 } };
      context.addIssue({ code: 'custom', message: 'bang', params: { ...params } });
    }),
  });

  it.each([
    ['plain', 'a: ab!c\n', 6],
    ['single quoted', "a: 'a''b!c'\n", 9],
    ['double quoted', 'a: "a\\tb!c"\n', 9],
    ['double quoted with a code point', 'a: "\\x41\\u0042!c"\n', 15],
    ['folded over lines: as a whole', 'a: "x\n  y!c"\n', 4],
    ['block: as a whole', 'a: |\n  x!\n', 4],
  ])('%s', (_, text, column) => {
    const result = readYaml('f.yaml', text, Pointed);
    expect(result.ok || result.error[0]).toMatchObject({
      line: 1,
      column,
      check: 'x/bang',
      fix: 'no',
    });
  });
});
