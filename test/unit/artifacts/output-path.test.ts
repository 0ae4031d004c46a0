import { isAbsolute, join, resolve, sep } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outputPath } from '../../../src/artifacts/output-path.ts';

const TEMPLATE = '{output_folder}/psm-artifacts/incident-{{project_name}}-{{date}}.md';
const values = { project_name: 'Shop', date: '2026-11-22', incident_id: 'INC-2026-11-22-001' };

describe('an output path', () => {
  it('is the template with its placeholders filled in', () => {
    expect(outputPath(TEMPLATE, values)).toBe('psm-artifacts/incident-shop-2026-11-22.md');
    expect(outputPath('{output_folder}/{{date}}/{{incident_id}}.md', values)).toBe(
      '2026-11-22/INC-2026-11-22-001.md',
    );
  });

  it('has plain letters where a name has others', () => {
    const named = { ...values, project_name: 'Cửa hàng Điện tử' };
    expect(outputPath(TEMPLATE, named)).toBe(
      'psm-artifacts/incident-cua-hang-dien-tu-2026-11-22.md',
    );
  });

  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    '..\\..\\boot',
    '...',
    '.',
    '\0',
    '{{date}}',
    '{output_folder}/../..',
    'a\nb',
    'C:\\x',
    'x'.repeat(300),
    'ế'.repeat(300),
    '',
  ])('stays in the folder with the project name %j', (project_name) => {
    const path = outputPath(TEMPLATE, { ...values, project_name });
    expect(path).toMatch(/^psm-artifacts\/incident-[a-z0-9-]{1,63}-2026-11-22\.md$/);
  });

  it('never leaves the folder, whatever template and names say', () => {
    const folder = resolve('/somewhere/output');
    const odd = fc.string({ unit: fc.constantFrom(...'./\\ {}aZ_:~\0é\u202e-'), maxLength: 40 });
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      odd,
      fc.constantFrom('../', '/', '..', '{{project_name}}', '{{date}}', '{{incident_id}}', '{{x}}'),
    );
    const template = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
    const given = fc.record({ project_name: part, date: part, incident_id: part });
    fc.assert(
      fc.property(template, given, (text, words) => {
        const path = outputPath(`{output_folder}/${text}`, words);
        expect(isAbsolute(path)).toBe(false);
        expect(join(folder, path).startsWith(folder + sep)).toBe(true);
        expect(path).toMatch(/\.md$/);
        for (const segment of path.split('/')) {
          expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(255);
          expect(segment).toMatch(/^[\p{L}\p{N}\p{M}._-]+$/u);
          expect(segment).not.toMatch(/^\.+$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
