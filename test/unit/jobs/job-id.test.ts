import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jobIdOf } from '../../../src/jobs/job-id.ts';

describe('the id of a job', () => {
  it('is never all digits, holds no colon, and has one length, whatever the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (key) => {
        expect(jobIdOf(key)).toMatch(/^j[0-9a-f]{64}$/);
      }),
    );
  });

  it('is the same for the same key and another for another', () => {
    expect(jobIdOf('INC-2026-11-22-001:verify:1')).toBe(jobIdOf('INC-2026-11-22-001:verify:1'));
    expect(jobIdOf('INC-2026-11-22-001:verify:1')).not.toBe(jobIdOf('INC-2026-11-22-001:verify:2'));
  });
});
