/** The help text: every sentence of the note grammar, as it is written, with what it does. */
import type { Language } from './say-hints.ts';

const ENGLISH = `
sev2 because <reason> — confirm the severity, sev1 to sev4; the reason may be left out
confirm — take the proposed severity
ic me | ic: <name> — take command, or give it
impact: <who is affected, and how>
cause: <what broke and why> evidence E1 E2 — name the root cause
cause H1 — take a ranked hypothesis as the root cause
fix: <what was done> evidence E3 rollback: <how to undo it>
verified: <what you saw> — vouch for the recovery
resolve — resolve the incident
override verification because <reason> — pass a gate without what it asks for
update: <text> — tell the stakeholders
action: <what> owner: <who> due: 2026-12-01 — add an action item to the postmortem
prevent: <what keeps it from coming back>
close postmortem
note: <text> — keep it in the timeline
escalate <reason> — call the architect on duty
[A] — see more evidence
[C] — go through the next gate
[NEW-INC] <title> — report another incident
status | resume | help`;

const VIETNAMESE = `
xác nhận sev2 vì <lý do> — xác nhận mức độ, từ sev1 đến sev4; có thể bỏ lý do
xác nhận — nhận mức được đề xuất
chỉ huy tôi | chỉ huy: <tên> — nhận hoặc giao quyền chỉ huy
ảnh hưởng: <ai bị ảnh hưởng, ra sao>
nguyên nhân: <cái gì hỏng, vì sao> bằng chứng E1 E2 — nêu nguyên nhân gốc
nguyên nhân H1 — lấy một giả thuyết đã xếp hạng làm nguyên nhân gốc
khắc phục: <đã làm gì> bằng chứng E3 hoàn tác: <cách quay lại>
đã kiểm tra: <đã thấy gì> — xác minh hệ thống đã phục hồi
đóng sự cố | giải quyết xong — kết thúc sự cố
bỏ qua verification vì <lý do> — qua cổng khi chưa đủ điều kiện
cập nhật: <nội dung> — báo cho các bên liên quan
hành động: <việc gì> phụ trách: <ai> hạn: 01/12/2026 — thêm việc vào postmortem
phòng ngừa: <cách ngăn lặp lại>
đóng postmortem
ghi chú: <nội dung> — lưu vào dòng thời gian
leo thang <lý do> — gọi kiến trúc sư trực
[A] — xem thêm bằng chứng
[C] — qua cổng tiếp theo
[NEW-INC] <tiêu đề> — báo một sự cố khác
trạng thái | tiếp tục | trợ giúp`;

/** One sentence per line, the explanation after a dash, alternatives parted by a bar. */
export function grammarText(language: Language): string {
  const parts = { en: [ENGLISH], vi: [VIETNAMESE], both: [ENGLISH, VIETNAMESE] }[language];
  return parts.map((part) => part.trim()).join('\n\n');
}
