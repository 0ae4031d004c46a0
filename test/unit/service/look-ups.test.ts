import { describe, expect, it } from 'vitest';
import { PortError } from '../../../src/ports/port-error.ts';
import { lookUps, Unanswered } from '../../../src/service/look-ups.ts';
import { rememberingLog } from '../../given/remembering-log.ts';

const never = () => new Promise<never>(() => {});
const given = (withinMs: number, goOn: boolean) =>
  lookUps({ log: rememberingLog() }, { withinMs, goOn });
const refusing = (reason: ConstructorParameters<typeof PortError>[0], retryAfter?: number) => () =>
  Promise.reject(new PortError(reason, 'no', retryAfter));

describe('the look-ups of one delivery', () => {
  it('say what was answered', async () => {
    const answer = await given(1000, false).ask('x', () => Promise.resolve(7));
    expect(answer).toEqual({ known: true, value: 7 });
  });

  it('have one deadline together: when it has passed, nothing more is asked', async () => {
    const { ask } = given(20, true);
    const late = { known: false, reason: 'PagerDuty did not answer everything within 0.02 s' };
    expect(await ask('x', never)).toEqual(late);
    expect(await ask('x', () => Promise.resolve('an answer'))).toEqual(late);
  });

  it('that are not answered in time are to be asked again', async () => {
    await expect(given(10, false).ask('its alerts', never)).rejects.toThrow(Unanswered);
    await expect(given(1000, false).ask('x', refusing('rate-limited', 40))).rejects.toMatchObject({
      name: 'Unanswered',
      retryAfter: 40,
    });
  });

  it.each(['auth', 'refused'] as const)(
    'that are refused (%s) are done without: asking again would not help',
    async (reason) => {
      const answer = await given(1000, false).ask('x', refusing(reason));
      expect(answer).toEqual({ known: false, reason: 'no' });
    },
  );

  it('do not hide a bug or a store that is away', async () => {
    const broken = () => Promise.reject(new RangeError('bug'));
    await expect(given(1000, true).ask('x', broken)).rejects.toThrow(RangeError);
  });
});
