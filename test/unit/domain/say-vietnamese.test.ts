import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/domain/say.ts';
import type { SpokenCommand } from '../../../src/domain/utterance.ts';

const SENTENCES: [string, SpokenCommand][] = [
  ['xác nhận', { type: 'ConfirmSeverity', severity: 'proposed', reason: '' }],
  ['xác nhận sev1', { type: 'ConfirmSeverity', severity: 'SEV1', reason: '' }],
  ['Xác nhận SEV 2.', { type: 'ConfirmSeverity', severity: 'SEV2', reason: '' }],
  [
    'xác nhận sev1 vì mất doanh thu',
    { type: 'ConfirmSeverity', severity: 'SEV1', reason: 'mất doanh thu' },
  ],
  ['sev2 vì một vùng lỗi', { type: 'ConfirmSeverity', severity: 'SEV2', reason: 'một vùng lỗi' }],
  [
    'xác nhận vì đúng như tôi thấy',
    { type: 'ConfirmSeverity', severity: 'proposed', reason: 'đúng như tôi thấy' },
  ],
  ['chỉ huy tôi', { type: 'TakeCommand', commander: 'me' }],
  ['tôi chỉ huy', { type: 'TakeCommand', commander: 'me' }],
  ['Tôi là chỉ huy.', { type: 'TakeCommand', commander: 'me' }],
  ['chỉ huy: Nguyễn Lan', { type: 'TakeCommand', commander: 'Nguyễn Lan' }],
  ['chỉ huy: Minh', { type: 'TakeCommand', commander: 'Minh' }],
  ['chỉ huy Đặng Minh', { type: 'TakeCommand', commander: 'Đặng Minh' }],
  [
    'ảnh hưởng: Khách không trả tiền được',
    { type: 'StateImpact', impact: 'Khách không trả tiền được' },
  ],
  [
    'nguyên nhân: Hết kết nối bằng chứng E1, E2',
    { type: 'NameRootCause', text: 'Hết kết nối', evidence: ['E1', 'E2'], hypothesis: null },
  ],
  [
    'nguyên nhân gốc: Hết kết nối, bằng chứng: E1 và E2.',
    { type: 'NameRootCause', text: 'Hết kết nối', evidence: ['E1', 'E2'], hypothesis: null },
  ],
  ['nguyên nhân H1', { type: 'NameRootCause', text: '', evidence: [], hypothesis: 'H1' }],
  [
    'khắc phục: Tăng pool bằng chứng E3 hoàn tác: Giảm pool',
    { type: 'RecordFix', text: 'Tăng pool', evidence: ['E3'], rollback: 'Giảm pool' },
  ],
  [
    'sửa: Tăng pool\nbằng chứng E3\nhoàn tác: Giảm pool',
    { type: 'RecordFix', text: 'Tăng pool', evidence: ['E3'], rollback: 'Giảm pool' },
  ],
  ['đã kiểm tra: không còn lỗi', { type: 'VouchRecovery', text: 'không còn lỗi' }],
  ['đã kiểm tra: Thanh toán chạy lại', { type: 'VouchRecovery', text: 'Thanh toán chạy lại' }],
  ['xác minh: Thanh toán chạy lại', { type: 'VouchRecovery', text: 'Thanh toán chạy lại' }],
  ['đóng sự cố', { type: 'Resolve' }],
  ['Giải quyết xong.', { type: 'Resolve' }],
  ['bỏ qua vì máy đo hỏng', { type: 'OverrideGate', need: null, reason: 'máy đo hỏng' }],
  [
    'bỏ qua verification vì máy đo hỏng',
    { type: 'OverrideGate', need: 'verification', reason: 'máy đo hỏng' },
  ],
  ['cập nhật: Một nửa đã trở lại', { type: 'UpdateStakeholders', text: 'Một nửa đã trở lại' }],
  [
    'hành động: Cảnh báo pool phụ trách: Lan hạn: 01/12/2026',
    { type: 'AddAction', text: 'Cảnh báo pool', owner: 'Lan', due: '2026-12-01', proof: null },
  ],
  [
    'hành động: Cảnh báo pool, người phụ trách: Đặng Lan, thời hạn: 2026-12-01',
    { type: 'AddAction', text: 'Cảnh báo pool', owner: 'Đặng Lan', due: '2026-12-01', proof: null },
  ],
  ['phòng ngừa: Thử tải', { type: 'StatePrevention', text: 'Thử tải' }],
  ['ghi chú: Đã gọi nhà cung cấp', { type: 'TakeNote', text: 'Đã gọi nhà cung cấp' }],
  ['đóng postmortem', { type: 'ClosePostmortem' }],
  ['leo thang', { type: 'Escalate', reason: '' }],
  ['leo thang Không ai trả lời', { type: 'Escalate', reason: 'Không ai trả lời' }],
  ['leo thang vì không ai trả lời', { type: 'Escalate', reason: 'không ai trả lời' }],
];

const bare = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');

const NFD = (text: string) => text.normalize('NFD');

/** The same command with all its texts written in another way. */
function written(command: SpokenCommand, way: (text: string) => string): unknown {
  return JSON.parse(way(JSON.stringify(command)));
}

describe('a Vietnamese sentence is understood', () => {
  it.each(SENTENCES)('as it is written: %j', (text, command) => {
    expect(understand(text)).toEqual({ kind: 'command', command });
  });

  it.each(SENTENCES)('in decomposed characters, and keeps them: %j', (text, command) => {
    expect(understand(NFD(text))).toEqual({ kind: 'command', command: written(command, NFD) });
  });

  it.each(SENTENCES)('without its accents: %j', (text, command) => {
    expect(understand(bare(text))).toEqual({ kind: 'command', command: written(command, bare) });
  });

  it.each(SENTENCES)('in capitals: %j', (text, command) => {
    const said = understand(text.toUpperCase());
    expect(said).toMatchObject({ kind: 'command', command: { type: command.type } });
  });
});

describe('a Vietnamese question', () => {
  it.each([
    ['trạng thái', 'status'],
    ['trang thai?', 'status'],
    ['trợ giúp', 'help'],
    ['tro giup', 'help'],
    ['tiếp tục', 'resume'],
    ['Tiếp tục.', 'resume'],
  ])('%j asks', (text, question) => {
    expect(understand(text)).toEqual({ kind: 'question', question });
  });
});

describe('Vietnamese talk does nothing', () => {
  it.each([
    'xác nhận là lỗi mạng',
    'đã xác nhận với khách',
    'sev1?',
    'có phải sev1 không?',
    'không phải sev1',
    'chắc là sev2',
    'chỉ huy đang họp',
    'ai chỉ huy?',
    'nguyên nhân chưa rõ',
    'nguyên nhân H1 sai rồi',
    'bỏ qua cảnh báo này đi',
    'leo thang nếu nặng hơn',
    'leo thang chưa?',
    'leo thang chưa',
    'leo thang không',
    'sự cố đã đóng',
    'đóng sự cố khi nào?',
    'giải quyết xong chưa?',
    'đang cập nhật: chờ 5 phút',
  ])('%j', (text) => {
    expect(understand(text)).toEqual({ kind: 'talk' });
    expect(understand(bare(text))).toEqual({ kind: 'talk' });
  });
});
