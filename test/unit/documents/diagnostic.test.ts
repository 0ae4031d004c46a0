import { describe, expect, it } from 'vitest';
import {
  type Diagnostic,
  diagnosticsJson,
  renderDiagnostics,
  wholeFile,
} from '../../../src/documents/diagnostic.ts';

const SEV9: Diagnostic = {
  level: 'error',
  message: 'unknown severity "SEV9"',
  check: 'rules/severity',
  file: 'rules/payment.yaml',
  line: 7,
  column: 19,
  endColumn: 23,
  subject: 'payment/CheckoutDown',
  source: '        severity: SEV9',
  fix: 'expected one of SEV1, SEV2, SEV3, SEV4',
};

describe('rendering diagnostics', () => {
  it('shows the place, the line, and carets under the marked text', () => {
    expect(renderDiagnostics([SEV9], { colour: false })).toBe(
      [
        'Error: unknown severity "SEV9" (rules/severity)',
        '  ---> rules/payment.yaml:7:19 -> payment/CheckoutDown',
        '7 |         severity: SEV9',
        '                      ^^^^ expected one of SEV1, SEV2, SEV3, SEV4',
        '1 error in 1 file.',
        '',
      ].join('\n'),
    );
  });

  it('counts errors and warnings, and the files that were checked', () => {
    const warning = wholeFile('rules', { level: 'warning', message: 'm', check: 'c', fix: 'do x' });
    const text = renderDiagnostics([SEV9, SEV9, warning], { colour: false, files: 3 });
    expect(text).toContain('Warning: m (c)\n  ---> rules\n  do x\n');
    expect(text.trimEnd().split('\n').at(-1)).toBe('2 errors, 1 warning in 3 files.');
  });

  it('colours only when asked', () => {
    expect(renderDiagnostics([SEV9], { colour: true })).toContain('\u001b[31m');
    expect(renderDiagnostics([SEV9], { colour: false })).not.toContain('\u001b[');
  });

  it('keeps escape sequences of a hostile file away from the terminal', () => {
    const hostile = { ...SEV9, message: 'a\u001b[2Jb', source: '        severity: S\u202eV\u0007' };
    const text = renderDiagnostics([hostile], { colour: false });
    for (const bad of ['\u001b', '\u202e', '\u0007']) expect(text).not.toContain(bad);
    expect(text).toContain('a\ufffd[2Jb');
  });

  it('shows a stretch of a line that is too long to show', () => {
    const long = { ...SEV9, source: `${'x'.repeat(5000)}SEV9${'y'.repeat(5000)}`, column: 5001 };
    const text = renderDiagnostics([{ ...long, endColumn: 5005 }], { colour: false });
    const [, , source = '', carets = ''] = text.split('\n');
    expect(source.length).toBeLessThan(220);
    expect(source.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('SEV9');
  });

  it('is empty when there is nothing to say', () => {
    expect(renderDiagnostics([], { colour: false })).toBe('');
  });

  it('has a JSON form with one flat object per remark', () => {
    expect(diagnosticsJson([SEV9])).toEqual([
      {
        file: 'rules/payment.yaml',
        line: 7,
        column: 19,
        endColumn: 23,
        severity: 'error',
        check: 'rules/severity',
        message: 'unknown severity "SEV9"',
        subject: 'payment/CheckoutDown',
        fix: 'expected one of SEV1, SEV2, SEV3, SEV4',
      },
    ]);
  });
});
