/** Hints tell somebody who tried a sentence what it lacks, in the language of the attempt. */
export type Language = 'en' | 'vi' | 'both';

interface Said {
  readonly en: string;
  readonly vi: string;
}

const HINTS = {
  severity: {
    en: 'there are four severities: write "sev1", "sev2", "sev3" or "sev4"',
    vi: 'có bốn mức: viết "sev1", "sev2", "sev3" hoặc "sev4"',
  },
  reason: {
    en: 'a reason follows "because": write "sev2 because one region is down"',
    vi: 'lý do đứng sau "vì": viết "xác nhận sev2 vì một vùng bị lỗi"',
  },
  commander: {
    en: 'say who commands: write "ic me" or "ic: name"',
    vi: 'cho biết ai chỉ huy: viết "chỉ huy tôi" hoặc "chỉ huy: tên"',
  },
  impact: {
    en: 'say who is affected and how: write "impact: nobody in Hanoi can pay"',
    vi: 'cho biết ai bị ảnh hưởng: viết "ảnh hưởng: khách ở Hà Nội không thanh toán được"',
  },
  cause: {
    en: 'say what broke and what shows it: write "cause: the connection pool is exhausted evidence E1"',
    vi: 'cho biết cái gì hỏng và bằng chứng: viết "nguyên nhân: hết kết nối bằng chứng E1"',
  },
  fix: {
    en: 'say what was done, what shows it, and how to undo it: write "fix: pool raised to 80 evidence E1 rollback: set it back to 20"',
    vi: 'cho biết đã làm gì, bằng chứng và cách hoàn tác: viết "khắc phục: tăng pool lên 80 bằng chứng E1 hoàn tác: đặt lại 20"',
  },
  verified: {
    en: 'say what you saw: write "verified: payments go through again"',
    vi: 'cho biết đã thấy gì: viết "đã kiểm tra: thanh toán chạy lại bình thường"',
  },
  override: {
    en: 'an override needs a reason: write "override verification because the probe is broken"',
    vi: 'bỏ qua phải có lý do: viết "bỏ qua verification vì máy đo bị hỏng"',
  },
  update: {
    en: 'say what stakeholders should hear: write "update: half of the traffic is back"',
    vi: 'cho biết nội dung cập nhật: viết "cập nhật: một nửa lưu lượng đã trở lại"',
  },
  action: {
    en: 'say what will be done, by whom, until when: write "action: alert on pool usage owner: Lan due: 2026-12-01"',
    vi: 'cho biết việc gì, ai làm, hạn nào: viết "hành động: cảnh báo mức dùng pool phụ trách: Lan hạn: 01/12/2026"',
  },
  due: {
    en: 'the due date must be a day that exists: write "action: alert on pool usage owner: Lan due: 2026-12-01"',
    vi: 'hạn phải là một ngày có thật: viết "hành động: cảnh báo mức dùng pool phụ trách: Lan hạn: 01/12/2026"',
  },
  prevent: {
    en: 'say what keeps it from coming back: write "prevent: load tests before each sale"',
    vi: 'cho biết cách ngăn lặp lại: viết "phòng ngừa: thử tải trước mỗi đợt khuyến mãi"',
  },
  note: {
    en: 'say what to note: write "note: the vendor called back"',
    vi: 'cho biết cần ghi gì: viết "ghi chú: nhà cung cấp đã gọi lại"',
  },
  services: {
    en: 'name the affected services: write "services: checkout, cart"',
    vi: 'cho biết dịch vụ nào bị ảnh hưởng: viết "dịch vụ: checkout, cart"',
  },
  users: {
    en: 'say what users report: write "users ok", or "users: payments still fail in Hanoi"',
    vi: 'cho biết người dùng thấy gì: viết "người dùng ổn" hoặc "người dùng: Hà Nội vẫn chưa thanh toán được"',
  },
  why: {
    en: 'say why, up to 20 steps: write "why: checkout failed > the pool was full > a query had no limit"',
    vi: 'cho biết vì sao, tối đa 20 bước: viết "vì sao: thanh toán lỗi > pool đầy > truy vấn không giới hạn"',
  },
  proof: {
    en: 'a proof is a query and 1 to 90 days: write "action: alert on pool usage owner: Lan due: 2026-12-01 proof: pool_free > 10 for 7d"',
    vi: 'kiểm chứng là một truy vấn và từ 1 đến 90 ngày: viết "hành động: cảnh báo mức dùng pool phụ trách: Lan hạn: 01/12/2026 kiểm chứng: pool_free > 10 trong 7 ngày"',
  },
  title: {
    en: 'a new incident needs a title: write "[NEW-INC] search is slow"',
    vi: 'sự cố mới cần tiêu đề: viết "[NEW-INC] tìm kiếm chậm"',
  },
} as const satisfies Record<string, Said>;

export type HintName = keyof typeof HINTS | 'need';

/** One phrase without a full stop; `names` are the words that the hint `need` lists. */
export function hintFor(name: HintName, language: Language, names: readonly string[]): string {
  const said: Said = name === 'need' ? needHint(names) : HINTS[name];
  return language === 'both' ? `${said.en} / ${said.vi}` : said[language];
}

function needHint(names: readonly string[]): Said {
  return {
    en: `what can be overridden is one of ${names.join(', ')}: write "override verification because the probe is broken"`,
    vi: `chỉ bỏ qua được ${names.join(', ')}: viết "bỏ qua verification vì máy đo bị hỏng"`,
  };
}
