import { isAbsolute, join, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postmortemName, stepOutputName, summaryName } from '../../../src/artifacts/file-names.ts';
import { reportPath } from '../../../src/artifacts/report-path.ts';

const TEMPLATE = '{output_folder}/psm-artifacts/incident-{{project_name}}-{{date}}.md';
const FIRST = 'INC-2026-11-22-001';
const SECOND = 'INC-2026-11-22-002';
const NEXT_DAY = 'INC-2026-11-23-001';

describe('the path of the report', () => {
  it('is the template of the workflow with the incident’s day and its number of the day', () => {
    expect(reportPath(TEMPLATE, 'Cửa hàng Đỏ', FIRST)).toBe(
      'psm-artifacts/incident-cua-hang-do-2026-11-22-001.md',
    );
    expect(reportPath(TEMPLATE, 'shop', SECOND)).toBe(
      'psm-artifacts/incident-shop-2026-11-22-002.md',
    );
  });

  it.each([
    ['reports/{{date}}/{{incident_id}}.md', 'reports/2026-11-22/INC-2026-11-22-001.md'],
    ['{{incident_id}}/final.md', 'INC-2026-11-22-001/final.md'],
    ['{{project_name}}/final.md', 'shop/final-2026-11-22-001.md'],
    ['final.md', 'final-2026-11-22-001.md'],
  ])('of {output_folder}/%s is %s', (template, path) => {
    expect(reportPath(`{output_folder}/${template}`, 'shop', FIRST)).toBe(path);
  });

  it('keeps the day where a name is so long that the template loses it', () => {
    const path = reportPath(`{output_folder}/${'x'.repeat(300)}{{date}}.md`, 'shop', FIRST);
    expect(path).toBe(`${'x'.repeat(200)}-2026-11-22-001.md`);
  });

  it.each([postmortemName('shop', FIRST), summaryName(FIRST), stepOutputName(FIRST, 3)])(
    'is never that of another document: %s',
    (other) => {
      const template = `{output_folder}/${other.replace(FIRST, '{{incident_id}}').replace('-001', '')}`;
      expect(reportPath(template, 'shop', FIRST)).toBe(other.replace('.md', '-report.md'));
    },
  );

  it('is another for each incident, and in the folder, whatever template and project say', () => {
    const folder = resolve('/somewhere/output');
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('../', '/', '..', '{{project_name}}', '{{date}}', '{{incident_id}}', '-001'),
    );
    const template = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(template, piece, (text, project) => {
        const of = (id: string) => reportPath(`{output_folder}/${text}`, project, id);
        const paths = [FIRST, SECOND, NEXT_DAY].map(of);
        expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(3);
        for (const path of paths) {
          expect(isAbsolute(path)).toBe(false);
          expect(join(folder, path).startsWith(folder + sep)).toBe(true);
          for (const segment of path.split('/')) {
            expect(segment).toMatch(/^[\p{L}\p{N}\p{M}._-]+$/u);
            expect(segment).not.toMatch(/^\.+$/);
            expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(240);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
