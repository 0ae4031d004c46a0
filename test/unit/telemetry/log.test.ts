import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Log } from '../../../src/ports/log.ts';
import { PortError } from '../../../src/ports/port-error.ts';
import { createLog, type LogSettings } from '../../../src/telemetry/log.ts';

const SECRET = 'R0UT1NG/KEY+with=marks "and" \\more';

function given(settings: Partial<LogSettings> = {}) {
  const lines: string[] = [];
  const log = createLog({
    level: 'debug',
    format: 'logfmt',
    secrets: [SECRET],
    write: (line) => lines.push(line),
    ...settings,
  });
  return { log, lines };
}

/** The one line that `say` writes, without its time and its newline. */
function written(say: (log: Log) => void, settings: Partial<LogSettings> = {}): string {
  const { log, lines } = given(settings);
  say(log);
  expect(lines).toHaveLength(1);
  return String(lines[0])
    .replace(/^time=\S+ /, '')
    .replace(/\n$/, '');
}

describe('a log line', () => {
  it('has time, level, message and component first, then the fields', () => {
    const { log, lines } = given();
    log.child({ component: 'jobs' }).info('the worker stands', { jobs: 3, ok: true, none: null });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=info msg="the worker stands" component=jobs jobs=3 ok=true none=null\n$/,
    );
  });

  it('is one JSON document when JSON is asked for', () => {
    const line = written((log) => log.warn('slow', { seconds: 2.5, of: ['a', 'b'] }), {
      format: 'json',
    });
    expect(JSON.parse(line)).toEqual({
      time: expect.stringMatching(/Z$/),
      level: 'warn',
      msg: 'slow',
      seconds: 2.5,
      of: ['a', 'b'],
    });
  });

  it('is not written below the level', () => {
    const { log, lines } = given({ level: 'warn' });
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(lines.map((line) => /level=(\w+)/.exec(line)?.[1])).toEqual(['warn', 'error']);
  });

  it('carries the fields of the child and of its parent, the nearer ones winning', () => {
    const line = written((log) =>
      log.child({ component: 'store', a: 1, b: 1 }).child({ b: 2 }).info('x', { c: 3 }),
    );
    expect(line).toBe('level=info msg=x component=store a=1 b=2 c=3');
  });

  it('stays one line whatever the message and the fields hold', () => {
    const hostile = 'a\nlevel=error msg=forged\r\n\u001b[2J\u009b31m\u2028\u202e"\\=\u0000';
    expect(written((log) => log.info(hostile, { [hostile]: hostile, ok: 1 }))).toBe(
      String.raw`level=info msg="a\nlevel=error msg=forged\r\n\u001b[2J\u009b31m\u2028\u202e\"\\=\u0000" ` +
        String.raw`a_level_error_msg_forged____2J_31m______="a\nlevel=error msg=forged\r\n\u001b[2J\u009b31m\u2028\u202e\"\\=\u0000" ok=1`,
    );
  });

  it.each(['logfmt', 'json'] as const)(
    'in %s holds no control or format character, ever',
    (format) => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (text, value) => {
          const line = written((log) => log.info(text, { text, value }), { format });
          expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
        }),
      );
    },
  );

  it('never holds a secret, wherever it was and however it was written', () => {
    const error = new Error(`401 for key ${SECRET}`, { cause: new Error(`in ${SECRET}`) });
    const inUrl = encodeURIComponent(SECRET);
    const inBasic = Buffer.from(SECRET).toString('base64');
    for (const format of ['logfmt', 'json'] as const) {
      const line = written(
        (log) =>
          log.child({ from: SECRET }).error(`bad ${SECRET}`, {
            err: error,
            deep: { er: [{ still: `x${SECRET}x` }], [SECRET]: 1 },
            url: new URL(`http://h/?key=${inUrl}`),
            header: `Basic ${inBasic}`,
          }),
        { format },
      );
      for (const form of [SECRET, JSON.stringify(SECRET).slice(1, -1), inUrl, inBasic, 'R0UT1NG'])
        expect(line).not.toContain(form);
      expect(line).toContain('<secret>');
    }
  });

  it('blanks a secret that contains another as a whole', () => {
    const line = written((log) => log.info('key abcd-efgh'), { secrets: ['abcd', 'abcd-efgh'] });
    expect(line).toBe('level=info msg="key <secret>"');
  });

  it('is not blanked by secrets too short to be any', () => {
    expect(written((log) => log.info('a banana'), { secrets: ['', 'a'] })).toContain('a banana');
  });

  it('names an error with everything that caused it', () => {
    const refused = Object.assign(new AggregateError([new Error('::1'), new Error('127.0.0.1')]));
    const error = new PortError('unavailable', 'no answer');
    error.cause = new TypeError('fetch failed', { cause: refused });
    expect(written((log) => log.warn('x', { err: error }))).toBe(
      'level=warn msg=x err="PortError: no answer, caused by TypeError: fetch failed, ' +
        'caused by AggregateError: Error: ::1; Error: 127.0.0.1"',
    );
  });

  it('brings the stack on level error only', () => {
    const error = new Error('a bug');
    expect(written((log) => log.error('x', { err: error }))).toContain(
      'err_stack="Error: a bug\\n',
    );
    expect(written((log) => log.warn('x', { err: error }))).not.toContain('stack');
  });

  it('ends for an error that is its own cause, and for circular fields', () => {
    const error = new Error('round');
    error.cause = error;
    const circle: Record<string, unknown> = {};
    circle['circle'] = circle;
    expect(written((log) => log.error('x', { err: error, circle }))).toContain('Error: round');
  });

  it('is written even when its fields cannot be read', () => {
    const trap = {
      get value() {
        throw new Error('trap');
      },
    };
    expect(written((log) => log.info('x', { trap }))).toBe(
      'level=info msg=x fields_lost="Error: trap"',
    );
  });

  it('does not let a field pass for its time, level or message', () => {
    const line = written((log) => log.info('true', { level: 'error', msg: 'false', time: 'no' }));
    expect(line).toBe('level=info msg=true level_=error msg_=false time_=no');
  });

  it('cuts very long texts', () => {
    const line = written((log) => log.info('x', { body: 'y'.repeat(1_000_000) }));
    expect(line.length).toBeLessThan(9000);
    expect(line).toContain('(1000000 characters)');
  });
});
