import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/domain/say.ts';
import type { SpokenCommand } from '../../../src/domain/utterance.ts';

const services = (...names: string[]) => ({ type: 'NameServices', services: names }) as const;
const calm = (text = '') => ({ type: 'ReportUsers', calm: true, text }) as const;
const troubled = (text: string) => ({ type: 'ReportUsers', calm: false, text }) as const;
const why = (...texts: string[]) => ({ type: 'StateWhy', texts }) as const;
const done = (action: `A${number}`) => ({ type: 'FinishAction', action }) as const;
const proved = (promql: string, days: number, owner = 'Lan', due = '2026-12-01') =>
  ({ type: 'AddAction', text: 'Alert on pools', owner, due, proof: { promql, days } }) as const;
const OK = { type: 'UpdateStakeholders', text: 'ok' } as const;

const ENGLISH: [string, SpokenCommand][] = [
  ['services: checkout', services('checkout')],
  ['services: Checkout, cart', services('Checkout', 'cart')],
  ['Services : checkout; cart and payments.', services('checkout', 'cart', 'payments')],
  ['affected services: checkout,cart,checkout', services('checkout', 'cart')],
  ['services: checkout\ncart\n\npayments', services('checkout', 'cart', 'payments')],
  ['users ok', calm()],
  ['Users OK.', calm()],
  ['users okay', calm()],
  ['users are ok', calm()],
  ['users ok support has no new tickets', calm('support has no new tickets')],
  ['users ok: Support has no new tickets.', calm('Support has no new tickets')],
  ['users ok, nobody calls any more', calm('nobody calls any more')],
  ['users: ok', calm()],
  ['users: Payments still fail in Hanoi', troubled('Payments still fail in Hanoi')],
  ['user reports: two still wait', troubled('two still wait')],
  ['users: ok in Hanoi, not in Hue', troubled('ok in Hanoi, not in Hue')],
  ['why: The pool was full', why('The pool was full')],
  ['why: a > b > c > d > e', why('a', 'b', 'c', 'd', 'e')],
  ['why: a -> b --> c', why('a', 'b', 'c')],
  ['Why: A → b ⇒ c', why('A', 'b', 'c')],
  ['whys: checkout failed\n> the pool was full', why('checkout failed', 'the pool was full')],
  ['why: latency>2s was not alerted on', why('latency>2s was not alerted on')],
  ['why: > a > ', why('a')],
  ['done A1', done('A1')],
  ['Done a12.', done('A12')],
  ['done: A2', done('A2')],
  ['finished action A3', done('A3')],
  ['update ok', OK],
  ['Update OK!', OK],
  ['update: ok', OK],
  ['update: ok, half is back', { type: 'UpdateStakeholders', text: 'ok, half is back' }],
  [
    'action: Alert on pools owner: Lan due: 2026-12-01 proof: pool_free > 10 for 7d',
    proved('pool_free > 10', 7),
  ],
  [
    'action: Alert on pools, owner: Lan, due: 2026-12-01, proof: sum by (pool) (Pool_Free{job="db"}) > 0 for 14 days.',
    proved('sum by (pool) (Pool_Free{job="db"}) > 0', 14),
  ],
  [
    'action: Alert on pools\nproof: rate(errors[5m]) < 1 for 1 day\nowner: Lan\ndue: 1/12/2026',
    proved('rate(errors[5m]) < 1', 1),
  ],
  ['action: Alert on pools proof: up for 90d', proved('up', 90, '', '')],
  ['[A]', { type: 'GoDeeper' }],
  ['[a].', { type: 'GoDeeper' }],
];

const VIETNAMESE: [string, SpokenCommand][] = [
  ['dịch vụ: thanh-toán', services('thanh-toán')],
  ['Các dịch vụ: giỏ hàng, đặt hàng và kho', services('giỏ hàng', 'đặt hàng', 'kho')],
  ['người dùng ổn', calm()],
  ['Người dùng ổn.', calm()],
  ['người dùng đã ổn', calm()],
  ['người dùng ok', calm()],
  ['người dùng ổn, không còn ai gọi', calm('không còn ai gọi')],
  ['người dùng: ổn', calm()],
  ['người dùng: Huế vẫn chưa đặt được', troubled('Huế vẫn chưa đặt được')],
  ['vì sao: Hết kết nối', why('Hết kết nối')],
  [
    'tại sao: hết kết nối → đợt giảm giá > không thử tải',
    why('hết kết nối', 'đợt giảm giá', 'không thử tải'),
  ],
  ['xong A1', done('A1')],
  ['đã xong A2', done('A2')],
  ['hoàn thành A3.', done('A3')],
  ['cập nhật ok', OK],
  ['Cập nhật: OK', { type: 'UpdateStakeholders', text: 'ok' }],
  [
    'hành động: Cảnh báo pool phụ trách: Đặng Lan hạn: 01/12/2026 kiểm chứng: pool_free > 10 trong 7 ngày',
    {
      ...{ type: 'AddAction', text: 'Cảnh báo pool', owner: 'Đặng Lan', due: '2026-12-01' },
      proof: { promql: 'pool_free > 10', days: 7 },
    },
  ],
];

const bare = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
const NFD = (text: string) => text.normalize('NFD');

function written(command: SpokenCommand, way: (text: string) => string): unknown {
  return JSON.parse(way(JSON.stringify(command)));
}

describe('a sentence of the workflow is understood', () => {
  it.each([...ENGLISH, ...VIETNAMESE])('as it is written: %j', (text, command) => {
    expect(understand(text)).toEqual({ kind: 'command', command });
  });

  it.each(VIETNAMESE)('in decomposed characters, and keeps them: %j', (text, command) => {
    expect(understand(NFD(text))).toEqual({ kind: 'command', command: written(command, NFD) });
  });

  it.each(VIETNAMESE)('without its accents: %j', (text, command) => {
    expect(understand(bare(text))).toEqual({ kind: 'command', command: written(command, bare) });
  });
});

describe('talk about users, services, whys and actions does nothing:', () => {
  it.each([
    'users',
    'why',
    'why?',
    'services',
    'services are down',
    'service: checkout',
    'the services: checkout',
    'users ok?',
    'are users ok',
    'users are okta accounts',
    'users okayed it',
    'users report: errors',
    'users: is anybody still affected?',
    'services: which ones?',
    'why: is it so slow?',
    'why not roll back',
    'because: a > b',
    'done',
    'done with A1',
    'done A0',
    'done A1?',
    'done A1 and A2',
    'A1 done',
    'is A1 done',
    'well done A1',
    'update okay then',
    'update ok?',
    'please update ok',
    '[A] please',
    '> users ok',
    'người dùng',
    'người dùng không ổn',
    'người dùng ổn chưa',
    'người dùng ổn không',
    'người dùng đã ổn chưa?',
    'vì sao',
    'vì sao lại chậm',
    'dịch vụ đang chậm',
    'xong',
    'xong A1 chưa?',
    'sắp xong A1',
    'cập nhật ok chưa?',
  ])('%j', (text) => {
    expect(understand(text)).toEqual({ kind: 'talk' });
    expect(understand(bare(text))).toEqual({ kind: 'talk' });
  });
});

describe('an attempt at a sentence of the workflow is answered with what it lacks:', () => {
  it.each([
    ['services:', '"services: '],
    ['services: , ,', '"services: '],
    [`services: ${'x'.repeat(101)}`, '"services: '],
    [`services: ${Array.from({ length: 101 }, (_, n) => `s${n}`).join(',')}`, '"services: '],
    ['users:', '"users ok"'],
    ['users ok but slow', '"users ok"'],
    ['users ok, except in Hue', '"users ok"'],
    ['users ok if the cache is warm', '"users ok"'],
    ['why:', '"why: '],
    ['why: > >', '"why: '],
    [`why: ${Array.from({ length: 21 }, (_, n) => `s${n}`).join(' > ')}`, '"why: '],
    ['action: x proof: up', 'proof: '],
    ['action: x proof: for 7d', 'proof: '],
    ['action: x proof: up for 0d', 'proof: '],
    ['action: x proof: up for 91d', 'proof: '],
    ['action: x proof: up for a week', 'proof: '],
    ['action: x proof:', 'proof: '],
  ])('%j', (text, part) => {
    const said = understand(text, 'en');
    expect(said.kind === 'attempt' ? said.hint : said.kind).toContain(part);
  });

  it.each(['dịch vụ:', 'người dùng:', 'vì sao:', 'người dùng ổn nhưng chậm'])(
    'in Vietnamese where it was tried in Vietnamese: %j',
    (text) => {
      const said = understand(text);
      expect(said.kind === 'attempt' ? said.hint : said.kind).toContain('viết "');
    },
  );

  it.each(['services:', 'users:', 'why:', 'action: x proof: up'])(
    'with sentences that would be understood: %j',
    (text) => {
      const said = understand(text, 'both');
      const hint = said.kind === 'attempt' ? said.hint : '';
      const examples = [...hint.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
      expect(examples.length).toBeGreaterThan(1);
      for (const each of examples) expect([each, understand(each).kind]).toEqual([each, 'command']);
    },
  );
});
