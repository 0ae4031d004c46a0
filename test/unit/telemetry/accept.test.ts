import { describe, expect, it } from 'vitest';
import { wantsOpenMetrics } from '../../../src/telemetry/accept.ts';

const PROMETHEUS =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,' +
  'application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;q=0.4,' +
  'text/plain;version=0.0.4;q=0.3,*/*;q=0.2';

describe('the exposition format', () => {
  it.each([
    ['Prometheus as it asks by default', PROMETHEUS],
    ['a scraper that names only it', 'application/openmetrics-text; version=1.0.0'],
    ['a scraper that likes both alike', 'text/plain, Application/OpenMetrics-Text'],
  ])('is OpenMetrics for %s', (_who, accept) => {
    expect(wantsOpenMetrics(accept)).toBe(true);
  });

  it.each([
    ['nobody in particular', undefined],
    ['an empty header', ''],
    ['curl', '*/*'],
    ['a browser', 'text/html,application/xhtml+xml,*/*;q=0.8'],
    ['an old Prometheus', 'text/plain;version=0.0.4;q=1,*/*;q=0.1'],
    ['a scraper that likes text better', 'application/openmetrics-text;q=0.1,text/plain;q=0.9'],
    ['a scraper that refuses OpenMetrics', 'application/openmetrics-text;q=0'],
    ['nonsense', ';;q=x,,application/openmetrics-text;q=lots'],
  ])('is plain text for %s', (_who, accept) => {
    expect(wantsOpenMetrics(accept)).toBe(false);
  });
});
