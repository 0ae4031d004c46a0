import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chartName,
  postmortemName,
  reportName,
  slugOf,
} from '../../../src/artifacts/file-names.ts';

describe('the names of artifacts', () => {
  it('tell the project, the day and the number', () => {
    const id = 'INC-2026-11-22-007';
    expect(reportName('Cửa hàng Đỏ', id)).toBe(
      'psm-artifacts/incident-cua-hang-do-2026-11-22-007.md',
    );
    expect(postmortemName('shop', id)).toBe('psm-artifacts/postmortem-shop-2026-11-22-007.md');
    expect(chartName(id, 'E1')).toBe('psm-artifacts/INC-2026-11-22-007-E1.svg');
  });

  it.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['%2e%2e%2f', '2e-2e-2f'],
    ['CON', 'con'],
    ['a\u0000b', 'a-b'],
    ['ﬁle①', 'file1'],
    ['///', 'project'],
    ['x'.repeat(300), 'x'.repeat(63)],
  ])('%j becomes the slug %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it('never leave the folder, whatever the project and the incident are called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (project, id) => {
        for (const name of [
          reportName(project, id),
          postmortemName(project, id),
          chartName(id, 'E1'),
        ]) {
          expect(name).toMatch(/^psm-artifacts\/[A-Za-z0-9-]{1,200}\.(md|svg)$/);
        }
        expect(slugOf(project)).toMatch(/^[a-z0-9-]{1,63}$/);
      }),
    );
  });
});
