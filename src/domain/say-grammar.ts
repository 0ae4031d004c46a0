/** The help text: every sentence of the note grammar, as it is written, with what it does. */
import type { Language } from './say-hints.ts';

const ENGLISH = `
sev2 because <reason> — confirm the severity, sev1 to sev4; the reason may be left out
confirm — take the proposed severity
ic me | ic: <name> — take command, or give it
impact: <who is affected, and how>
services: <checkout, cart> — name the affected services
cause: <what broke and why> evidence E1 E2 — name the root cause
cause H1 — take a ranked hypothesis as the root cause
fix: <what was done> evidence E3 rollback: <how to undo it>
verified: <what you saw> — vouch for the recovery
users ok | users: <what they still report> — say what users report
resolve — resolve the incident
override verification because <reason> — pass a gate without what it asks for
update: <text> — tell the stakeholders
update ok — send them the text that is prepared
why: <what happened> > <why> > <why that> — the root cause chain, in one sentence or one by one
action: <what> owner: <who> due: 2026-12-01 — add an action item to the postmortem
action: <what> owner: <who> due: 2026-12-01 proof: <PromQL> for 7d — done once the query held for so many days
done A1 — finish an action item
prevent: <what keeps it from coming back>
close postmortem
note: <text> — keep it in the timeline
escalate <reason> — send the page again, and ask the architect to join
[A] — look deeper: more evidence, and a wider diagnosis
[C] — go through the next gate
[NEW-INC] <title> — report another incident
status | resume | help`;

const VIETNAMESE = `
xác nhận sev2 vì <lý do> — xác nhận mức độ, từ sev1 đến sev4; có thể bỏ lý do
xác nhận — nhận mức được đề xuất
chỉ huy tôi | chỉ huy: <tên> — nhận hoặc giao quyền chỉ huy
ảnh hưởng: <ai bị ảnh hưởng, ra sao>
dịch vụ: <checkout, cart> — nêu các dịch vụ bị ảnh hưởng
nguyên nhân: <cái gì hỏng, vì sao> bằng chứng E1 E2 — nêu nguyên nhân gốc
nguyên nhân H1 — lấy một giả thuyết đã xếp hạng làm nguyên nhân gốc
khắc phục: <đã làm gì> bằng chứng E3 hoàn tác: <cách quay lại>
đã kiểm tra: <đã thấy gì> — xác minh hệ thống đã phục hồi
người dùng ổn | người dùng: <họ còn báo gì> — cho biết người dùng thấy gì
đóng sự cố | giải quyết xong — kết thúc sự cố
bỏ qua verification vì <lý do> — qua cổng khi chưa đủ điều kiện
cập nhật: <nội dung> — báo cho các bên liên quan
cập nhật ok — gửi nội dung đã soạn sẵn
vì sao: <chuyện gì> > <vì sao> > <vì sao nữa> — chuỗi nguyên nhân gốc, một câu hoặc từng câu
hành động: <việc gì> phụ trách: <ai> hạn: 01/12/2026 — thêm việc vào postmortem
hành động: <việc gì> phụ trách: <ai> hạn: 01/12/2026 kiểm chứng: <PromQL> trong 7 ngày — xong khi truy vấn đúng đủ số ngày
xong A1 — hoàn thành một việc
phòng ngừa: <cách ngăn lặp lại>
đóng postmortem
ghi chú: <nội dung> — lưu vào dòng thời gian
leo thang <lý do> — gọi lại người trực và mời kiến trúc sư
[A] — xem sâu hơn: thêm bằng chứng và chẩn đoán rộng hơn
[C] — qua cổng tiếp theo
[NEW-INC] <tiêu đề> — báo một sự cố khác
trạng thái | tiếp tục | trợ giúp`;

/** One sentence per line, the explanation after a dash, alternatives parted by a bar. */
export function grammarText(language: Language): string {
  const parts = { en: [ENGLISH], vi: [VIETNAMESE], both: [ENGLISH, VIETNAMESE] }[language];
  return parts.map((part) => part.trim()).join('\n\n');
}
