import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartName, linkFrom, postmortemName, slugOf } from '../../../src/artifacts/file-names.ts';

describe('the names of artifacts', () => {
  it('tell the project, the day and the number', () => {
    const id = 'INC-2026-11-22-007';
    expect(postmortemName('Cửa hàng Đỏ', id)).toBe(
      'psm-artifacts/postmortem-cua-hang-do-2026-11-22-007.md',
    );
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
        for (const name of [postmortemName(project, id), chartName(id, 'E1')]) {
          expect(name).toMatch(/^psm-artifacts\/[A-Za-z0-9-]{1,200}\.(md|svg)$/);
        }
        expect(slugOf(project)).toMatch(/^[a-z0-9-]{1,63}$/);
      }),
    );
  });
});

describe('a link from a document to a chart', () => {
  const chart = 'psm-artifacts/INC-2026-11-22-007-E1.svg';

  it.each([
    ['psm-artifacts/incident.md', 'INC-2026-11-22-007-E1.svg'],
    ['incident.md', 'psm-artifacts/INC-2026-11-22-007-E1.svg'],
    ['reports/2026/incident.md', '../../psm-artifacts/INC-2026-11-22-007-E1.svg'],
    ['psm-artifacts/2026/incident.md', '../INC-2026-11-22-007-E1.svg'],
  ])('in %s is %s', (from, link) => {
    expect(linkFrom(from, chart)).toBe(link);
  });

  it('is the address where it is one', () => {
    expect(linkFrom('reports/a.md', 'https://charts.example.com/1')).toBe(
      'https://charts.example.com/1',
    );
  });
});
