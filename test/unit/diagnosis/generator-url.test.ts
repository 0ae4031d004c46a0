import { describe, expect, it } from 'vitest';
import { expressionOf } from '../../../src/diagnosis/generator-url.ts';

describe('the expression in a generator URL', () => {
  it('is decoded, plus signs and percent signs alike', () => {
    const url =
      'http://prom.example:9090/graph?g0.expr=rate%28errors_total%7Bcode%3D~%225..%22%7D%5B5m%5D%29+%3E+0.05&g0.tab=1';
    expect(expressionOf(url)).toBe('rate(errors_total{code=~"5.."}[5m]) > 0.05');
  });

  it('is found behind a path prefix', () => {
    expect(expressionOf('https://mimir.example/prometheus/graph?g0.expr=up%20%3D%3D%200')).toBe(
      'up == 0',
    );
  });

  it.each([
    ['an empty URL', ''],
    ['a relative URL', '/graph?g0.expr=up'],
    ['a broken URL', 'http://:9090/graph?g0.expr=up'],
    ['a URL without it', 'https://grafana.example/alerting/grafana/abc/view'],
    ['an empty expression', 'http://prom.example/graph?g0.expr=%20&g0.tab=1'],
    ['text that is no URL', 'not a url'],
  ])('is null for %s', (_what, url) => {
    expect(expressionOf(url)).toBeNull();
  });
});
