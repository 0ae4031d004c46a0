/** Everything that Tocsin says to people, in Vietnamese. */
import type { Catalogue } from './catalogue.ts';

export const VIETNAMESE: Catalogue = {
  code: 'vi',
  sentences: {
    heading: ({ id, severity, title }) => `${id} · ${severity} · ${title}`,
    statusIs: ({ status }) => `Trạng thái: ${status}.`,
    severityIs: ({ severity, sure }) => `Mức độ: ${severity} (${sure}).`,
    affects: ({ services }) => `Dịch vụ bị ảnh hưởng: ${services}.`,
    impactIs: ({ impact }) => `Ảnh hưởng: ${impact}`,
    commandedBy: ({ commander }) => `Chỉ huy sự cố: ${commander}.`,
    since: ({ at, duration }) => `Bắt đầu lúc ${at} (đã ${duration}).`,
    lastUpdate: ({ at }) => `Cập nhật gần nhất: ${at}.`,
    nextUpdate: ({ at }) => `Cập nhật tiếp theo: ${at}.`,

    opened: ({ source }) => `Sự cố mới, từ nguồn ${source}.`,
    changedSince: ({ at }) => `Từ ${at} đến nay:`,
    noChange: ({ at, status }) => `Chưa có thay đổi từ ${at}, vẫn ${status}.`,
    resolved: ({ at, duration }) => `Đã giải quyết lúc ${at}, sau ${duration}.`,
    reopened: ({ at }) => `Sự cố tái diễn: mở lại lúc ${at}.`,
    reopenedBecause: ({ at, reason }) => `Sự cố tái diễn: mở lại lúc ${at}, ${reason}.`,
    causeIs: ({ cause }) => `Nguyên nhân gốc: ${cause}`,
    fixIs: ({ fix }) => `Cách khắc phục: ${fix}`,
    verifiedBy: ({ finding }) => `Đã xác minh: ${finding}`,
    postmortemDue: ({ at }) => `Hạn hoàn thành postmortem: ${at}.`,
    postmortemClosed: ({ at }) => `Postmortem đã đóng lúc ${at}.`,
    escalated: ({ reason }) => `Đã leo thang: ${reason}.`,
    callOn: ({ contacts }) => `Liên hệ: ${contacts}.`,

    triageNearlyDue: ({ at }) => `Hạn phân loại sự cố là ${at}. Còn thiếu:`,
    triageDue: ({ severity }) =>
      `Nếu không ai trả lời, mức ${severity} sẽ được áp dụng, và phần còn thiếu sẽ ghi vào postmortem.`,
    missing: ({ what, remedy }) => `- ${what}: viết ${remedy}`,
    updateNearlyDue: ({ at }) =>
      `Các bên liên quan đang chờ: bản cập nhật tiếp theo đến hạn lúc ${at}. Nội dung soạn sẵn:`,
    updateAnswer: ({ quote }) => `Viết "cập nhật ok" để gửi, hoặc "cập nhật: ${quote}".`,
    postmortemOverdue: ({ duration }) =>
      `Đã ${duration} kể từ khi sự cố được giải quyết mà postmortem chưa xong. Còn thiếu:`,

    stepBegun: ({ step, title }) => `Bước ${step}/4: ${title}`,
    pastIncident: ({ id, title, likeness }) => `Giống ${id} (${likeness}): ${title}.`,
    pastFixed: ({ fix }) => `Lần đó đã khắc phục bằng: ${fix}`,
    pastCause: ({ cause }) => `Nguyên nhân gốc lần đó: ${cause}`,

    actionReminder: ({ action, text, owner }) =>
      `Việc ${action} chưa xong: ${text} (phụ trách: ${owner}).`,
    actionDue: ({ due }) => `Hạn: ${due}.`,
    actionAnswer: ({ action }) => `Khi làm xong, viết "xong ${action}".`,
    actionReopened: ({ action, text, reason }) =>
      `Việc ${action} được mở lại: ${text}. Lý do: ${reason}.`,
    actionProved: ({ action, text, finding }) =>
      `Việc ${action} đã hoàn thành: ${text}. ${finding}`,
    actionDisproved: ({ action, text, finding }) =>
      `Việc ${action} chưa hoàn thành: ${text}. ${finding}`,
  },
  status: {
    triage: 'đang phân loại',
    diagnosing: 'đang chẩn đoán',
    recovering: 'đang khắc phục, chưa giải quyết xong',
    resolved: 'đã giải quyết, chưa đóng postmortem',
    postmortem: 'đã đóng',
  },
  changes: {
    opened: { bare: 'sự cố được mở', told: ({ text }) => `mở sự cố: ${text}` },
    severity: { bare: 'mức độ đã thay đổi', told: ({ text }) => `mức độ là ${text}` },
    impact: {
      bare: 'mức độ ảnh hưởng đã thay đổi',
      told: ({ text }) => `ảnh hưởng: ${text}`,
    },
    services: {
      bare: 'thêm dịch vụ bị ảnh hưởng',
      told: ({ text }) => `dịch vụ bị ảnh hưởng: ${text}`,
    },
    commander: {
      bare: 'đã đổi người chỉ huy',
      told: ({ text }) => `${text} chỉ huy sự cố`,
    },
    firing: { bare: 'thêm cảnh báo mới', told: ({ text }) => `thêm cảnh báo mới: ${text}` },
    clear: { bare: 'các cảnh báo đã hết', told: ({ text }) => `các cảnh báo đã hết: ${text}` },
    cause: {
      bare: 'đã biết nguyên nhân gốc',
      told: ({ text }) => `đã biết nguyên nhân gốc: ${text}`,
    },
    fix: { bare: 'đã áp dụng biện pháp khắc phục', told: ({ text }) => `đã khắc phục: ${text}` },
    verified: {
      bare: 'đã xác minh hệ thống phục hồi',
      told: ({ text }) => `đã xác minh hệ thống phục hồi: ${text}`,
    },
    'not-verified': {
      bare: 'chưa xác minh được hệ thống phục hồi',
      told: ({ text }) => `chưa xác minh được hệ thống phục hồi: ${text}`,
    },
    resolved: { bare: 'sự cố đã được giải quyết', told: ({ text }) => `đã giải quyết: ${text}` },
    reopened: { bare: 'sự cố tái diễn', told: ({ text }) => `sự cố tái diễn: ${text}` },
    escalated: { bare: 'đã leo thang', told: ({ text }) => `đã leo thang: ${text}` },
    override: {
      bare: 'đã bỏ qua một cổng kiểm soát',
      told: ({ text }) => `đã bỏ qua một cổng kiểm soát: ${text}`,
    },
  },
  needs: {
    'severity-confirmed': {
      what: 'mức độ được xác nhận',
      remedy: '"xác nhận", hoặc "sev1" … "sev4"',
    },
    'affected-services': {
      what: 'dịch vụ bị ảnh hưởng',
      remedy: '"dịch vụ: checkout, cart"',
    },
    impact: { what: 'ảnh hưởng của sự cố', remedy: '"ảnh hưởng: ai bị ảnh hưởng, ra sao"' },
    commander: { what: 'người chỉ huy sự cố', remedy: '"chỉ huy tôi"' },
    'root-cause': {
      what: 'nguyên nhân gốc',
      remedy: '"nguyên nhân: cái gì hỏng, vì sao bằng chứng E1", hoặc "nguyên nhân H1"',
    },
    'known-evidence': { what: 'bằng chứng', remedy: '"… bằng chứng E1"' },
    fix: {
      what: 'cách khắc phục',
      remedy: '"khắc phục: đã làm gì bằng chứng E1 hoàn tác: cách quay lại"',
    },
    rollback: { what: 'cách hoàn tác', remedy: '"… hoàn tác: cách quay lại"' },
    'alerts-clear': {
      what: 'các cảnh báo phải hết',
      remedy: '"bỏ qua alerts-clear vì …", hoặc chờ đến khi hết cảnh báo',
    },
    verification: {
      what: 'xác minh hệ thống đã phục hồi',
      remedy: '"đã kiểm tra: đã thấy gì", hoặc chờ lần kiểm tra tiếp theo',
    },
    'user-reports': {
      what: 'phản hồi của người dùng',
      remedy: '"người dùng ổn", hoặc "người dùng: họ còn phản ánh gì"',
    },
    'five-whys': {
      what: 'chuỗi nguyên nhân, năm câu hỏi vì sao',
      remedy:
        '"vì sao: triệu chứng > nguyên nhân > nguyên nhân sâu hơn", hoặc từng câu "vì sao: …"',
    },
    'action-item': {
      what: 'một việc cần làm có người phụ trách và thời hạn',
      remedy: '"hành động: việc gì phụ trách: ai hạn: 01/12/2026"',
    },
    prevention: { what: 'cách phòng ngừa', remedy: '"phòng ngừa: cách ngăn lặp lại"' },
    'open-incident': {
      what: 'một sự cố đang mở',
      remedy: '"[NEW-INC] tiêu đề" để báo một sự cố khác',
    },
    authority: { what: 'thẩm quyền quyết định', remedy: '"chỉ huy tôi", hoặc hỏi người chỉ huy' },
    'wider-look': {
      what: 'chỗ còn có thể xem: lượt này đã mở rộng chẩn đoán năm lần',
      remedy: '"trạng thái" để đọc kết quả, rồi "nguyên nhân: cái gì hỏng, vì sao bằng chứng E1"',
    },
  },
  resolutions: {
    fixed: 'đã khắc phục và xác minh phục hồi',
    alerts_cleared: 'tự phục hồi, không ghi nhận biện pháp khắc phục nào',
    overridden: 'bỏ qua điều kiện của cổng kiểm soát',
  },
  likeness: { key: 'cùng vấn đề', alert: 'cùng cảnh báo', cause: 'cùng nguyên nhân' },
  confirmed: 'đã xác nhận',
  proposed: 'đề xuất',
  nobody: 'chưa có ai',
  menu: '[A] đi sâu hơn: thêm câu hỏi, chẩn đoán rộng hơn\n[C] đi tiếp qua cổng',
  units: { d: 'ngày', h: 'giờ', min: 'phút', s: 'giây' },
};
