/** Runs a call that must fail with a PortError, and hands the error over for looking at. */
import { expect } from 'vitest';
import { PortError } from '../../../src/ports/port-error.ts';

export async function portErrorOf(call: Promise<unknown>): Promise<PortError> {
  const error = await call.then(
    () => new Error('the call succeeded'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PortError);
  return error as PortError;
}
