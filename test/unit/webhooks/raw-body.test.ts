import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultIn } from '../../../src/webhooks/json-fault.ts';
import { readJson } from '../../../src/webhooks/raw-body.ts';
import { workWatch } from '../../given/stopwatch.ts';
import { bytesOf } from './fixture.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function problemOf(body: Uint8Array) {
  const read = readJson(body);
  if (read.ok) throw new Error('the body was accepted');
  return read.error;
}

describe('a raw body', () => {
  it('that is a JSON object is read', () => {
    expect(readJson(bytes('{"alerts":[{"a":1}]}\n'))).toEqual({
      ok: true,
      value: { alerts: [{ a: 1 }] },
    });
  });

  it('may begin with a byte order mark', () => {
    expect(readJson(bytes('\uFEFF{"a":"ế"}'))).toEqual({ ok: true, value: { a: 'ế' } });
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \r\n\t'],
    ['only a byte order mark', '\uFEFF'],
  ])('of %s is called empty', (_, text) => {
    expect(problemOf(bytes(text))).toMatchObject({ status: 400, code: 'empty_body' });
  });

  it.each([
    ['null', 'null'],
    ['a list', '[{"a":1}]'],
    ['a string', '"alerts"'],
    ['a number', '42'],
    ['a boolean', 'true'],
  ])('whose top level is %s is refused with its kind', (kind, text) => {
    const problem = problemOf(bytes(text));
    expect(problem.code).toBe('not_an_object');
    expect(problem.detail).toContain(kind);
  });

  it.each([
    ['a byte that is no UTF-8', [0x7b, 0x22, 0xff, 0x22, 0x7d]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['a character cut in half', [0x22, 0xe1, 0xba]],
  ])('with %s is refused, not repaired', (_, raw) => {
    expect(problemOf(Uint8Array.from(raw)).code).toBe('invalid_utf8');
  });

  it('keeps the last of two equal keys and survives numbers out of range', () => {
    const read = readJson(bytes('{"a":1,"a":2,"b":1e400,"c":-0,"d":12345678901234567890}'));
    expect(read).toEqual({
      ok: true,
      value: { a: 2, b: Number.POSITIVE_INFINITY, c: -0, d: 12345678901234567000 },
    });
  });

  it('keeps __proto__ as a key of its own and changes no other object', () => {
    const read = readJson(bytes('{"__proto__":{"polluted":true}}'));
    expect(read.ok && Object.hasOwn(read.value as object, '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a malformed body', () => {
  it.each([
    ['{"a":1,}', 1, 8],
    ['{"a":tru}', 1, 6],
    ['{"a" 1}', 1, 6],
    ["{'a':1}", 1, 2],
    ['{"a":01}', 1, 6],
    ['{"a":[1,2}', 1, 10],
    ['{"a":1} {', 1, 9],
    ['{"a":"\\x"}', 1, 7],
    ['{"a":"\\u12"}', 1, 7],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{"a":"two\nlines"}', 1, 10],
    ['{"a":[1,2', 1, 10],
    ['{"a":"cut of', 1, 13],
    ['}', 1, 1],
    ['{]', 1, 2],
    ['{"a":1]', 1, 7],
    ['<html>', 1, 1],
  ])('such as %j breaks at line %i, column %i', (text, line, column) => {
    const problem = problemOf(bytes(text));
    expect(problem.code).toBe('malformed_json');
    expect(problem.detail).toContain(`line ${line}, column ${column}.`);
  });

  it('is never quoted back', () => {
    expect(JSON.stringify(problemOf(bytes('{"secret-token" oops}')))).not.toContain('secret-token');
  });

  it('breaks where a control character was put into good JSON, or at the start of that word', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (json, seed) => {
        const at = seed % (json.length + 1);
        const { line, column } = faultIn(`${json.slice(0, at)}\u0001${json.slice(at)}`);
        const found = columnOffset(json, line) + column - 1;
        expect(found).toBeLessThanOrEqual(at);
        // Inside a word (`true`, `-1.5e+10`) or an escape the fault is where that began.
        expect(json.slice(found, at)).toMatch(/^(?:[\w+.-]*|\\.*)$/);
      }),
    );
  });

  it('of 20 MB that was cut short is answered within two seconds', () => {
    const worked = workWatch();
    expect(problemOf(bytes(`{"a":"${'x'.repeat(20_000_000)}`)).code).toBe('malformed_json');
    expect(worked()).toBeLessThan(2000);
  });
});

function columnOffset(text: string, line: number): number {
  return text
    .split('\n')
    .slice(0, line - 1)
    .reduce((offset, before) => offset + before.length + 1, 0);
}

describe('a nested body', () => {
  const nested = (open: string, close: string, levels: number) =>
    bytes(`${open.repeat(levels)}1${close.repeat(levels)}`);

  it('of 32 levels is read and one of 33 is too deep', () => {
    expect(readJson(nested('{"a":', '}', 32)).ok).toBe(true);
    expect(problemOf(nested('{"a":', '}', 33))).toMatchObject({ status: 400, code: 'too_deep' });
  });

  it('may be given another limit', () => {
    expect(readJson(nested('{"a":', '}', 3), { maxDepth: 2 }).ok).toBe(false);
  });

  it.each([100, 10_000, 200_000])('of %i levels is refused within 50 ms', (levels) => {
    const bodies = [nested('[', ']', levels), nested('{"a":', '}', levels)];
    // The quickest of five: what else the machine does is not measured.
    const times = Array.from({ length: 5 }, () => {
      const worked = workWatch();
      const codes = bodies.map((body) => problemOf(body).code);
      const took = worked();
      expect(codes).toEqual(['too_deep', 'too_deep']);
      return took;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });

  it('counts no bracket that stands in a string', () => {
    expect(readJson(bytes(`{"a":"\\"${'['.repeat(100)}"}`)).ok).toBe(true);
  });

  it('counts levels, not brackets', () => {
    expect(readJson(bytes(`{"a":[${'[],'.repeat(1000)}[]]}`)).ok).toBe(true);
  });
});

describe('a body that was mutated', () => {
  it('yields an object or a problem and never an exception', () => {
    const original = bytesOf('alertmanager/firing-two.json');
    fc.assert(
      fc.property(fc.nat(), fc.uint8Array({ maxLength: 8 }), (seed, noise) => {
        const body = Uint8Array.from(original);
        body.set(noise, seed % (body.length - noise.length));
        const read = readJson(body);
        expect(read.ok || read.error.status === 400).toBe(true);
      }),
    );
  });
});
