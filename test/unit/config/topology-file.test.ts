import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTopologyFile, readTopologyFile } from '../../../src/config/topology-file.ts';

const read = (text: string) => readTopologyFile({ file: 't.yaml', text });

describe('the file of the topology', () => {
  it('says who calls whom', () => {
    const text =
      'services:\n  checkout: {calls: [cart, payments]}\n  cart:\n  "pay/v2": {calls: []}\n';
    expect(read(text)).toEqual({
      ok: true,
      value: [
        { caller: 'checkout', callee: 'cart', source: 'file', rate: null },
        { caller: 'checkout', callee: 'payments', source: 'file', rate: null },
      ],
      warnings: [],
    });
  });

  it.each(['', 'services:', 'services: {}'])('may say nothing: %j', (text) => {
    expect(read(text)).toEqual({ ok: true, value: [], warnings: [] });
  });

  it('may be absent', async () => {
    const nowhere = join(import.meta.dirname, 'no-topology.yaml');
    expect(await loadTopologyFile(nowhere)).toEqual({ ok: true, value: [], warnings: [] });
  });

  it.each([
    ['services:\n  a: {call: [b]}\n', 2, 7, 'unknown field "call"'],
    ['services:\n  a: {calls: b}\n', 2, 14, '"calls" must be a list'],
    ['servises: {}\n', 1, 1, 'unknown field "servises"'],
    ['services:\n  a: {calls: [1]}\n', 2, 15, 'item 1 of "calls" must be text'],
    ['services: [a]\n', 1, 1, '"services" must be a map of fields'],
  ])('is refused with the place: %j', (text, line, column, message) => {
    const result = read(text);
    expect(result.ok ? [] : result.error).toMatchObject([{ line, column, message }]);
  });

  it('warns of what nobody means, and leaves it out', () => {
    const result = read('services:\n  a: {calls: [a, b, b]}\n');
    expect(result).toMatchObject({
      ok: true,
      value: [{ caller: 'a', callee: 'b' }],
      warnings: [
        { line: 2, column: 15, message: '"a" is said to call itself' },
        { line: 2, column: 21, message: '"a" is said to call "b" twice' },
      ],
    });
  });

  it('is bounded', () => {
    const calls = Array.from({ length: 5001 }, (_, at) => `s${at}`).join(', ');
    expect(read(`services: {a: {calls: [${calls}]}}`)).toMatchObject({
      ok: false,
      error: [{ message: 'more than 5000 calls' }],
    });
  });
});
