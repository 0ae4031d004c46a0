import { describe, expect, it } from 'vitest';
import { createFaults, faultText } from '../../../src/jobs/faults.ts';
import { rememberingLog } from '../../given/remembering-log.ts';

function said(log: ReturnType<typeof rememberingLog>) {
  return log.lines.map(({ level, fields }) => `${level} ${fields['err'] ?? ''}`.trim());
}

describe('faults', () => {
  it('are logged once each, however often they come', () => {
    const log = rememberingLog();
    const faults = createFaults(log, 'queue');
    for (let times = 0; times < 3; times += 1) {
      faults.report(new Error('refused'));
      faults.report(new Error('timed out'));
    }
    expect(said(log)).toEqual(['warn refused', 'warn timed out']);
  });

  it('that are over are logged once, and are news when they come again', () => {
    const log = rememberingLog();
    const faults = createFaults(log, 'worker');
    faults.cleared();
    faults.report(new Error('refused'));
    faults.cleared();
    faults.cleared();
    faults.report(new Error('refused'));
    expect(said(log)).toEqual(['warn refused', 'info', 'warn refused']);
  });

  it('of more kinds than anybody reads are cut off', () => {
    const log = rememberingLog();
    const faults = createFaults(log, 'queue');
    for (let kind = 0; kind < 100; kind += 1) faults.report(new Error(`port ${kind}`));
    expect(log.lines).toHaveLength(20);
  });

  it('without a message are named by their code', () => {
    const refused = new AggregateError([], '');
    expect(faultText(Object.assign(refused, { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
    expect(faultText('plain text')).toBe('plain text');
  });
});
