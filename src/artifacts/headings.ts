/** The headings of the documents in English and Vietnamese; where both are asked for, both stand in one line. */
import type { Language } from '../domain/say-hints.ts';

const HEADINGS = {
  postmortem: { en: 'Postmortem', vi: 'Báo cáo sau sự cố' },
  toWrite: { en: 'Still to be written by a person', vi: 'Còn chờ người viết' },
  summary: { en: 'Summary', vi: 'Tóm tắt' },
  impact: { en: 'Impact', vi: 'Ảnh hưởng' },
  detection: { en: 'Detection', vi: 'Phát hiện' },
  timeline: { en: 'Timeline', vi: 'Diễn biến' },
  phases: { en: 'Phases against their targets', vi: 'Các giai đoạn so với mục tiêu' },
  cause: { en: 'Root cause', vi: 'Nguyên nhân gốc' },
  whys: { en: 'Five whys', vi: 'Năm câu hỏi vì sao' },
  tried: { en: 'What was tried', vi: 'Đã thử những gì' },
  fix: { en: 'Fix', vi: 'Cách khắc phục' },
  verification: { en: 'Verification', vi: 'Kiểm chứng' },
  well: { en: 'What went well', vi: 'Điều làm tốt' },
  badly: { en: 'What went badly', vi: 'Điều chưa tốt' },
  overrides: { en: 'Overrides', vi: 'Các lần bỏ qua cổng' },
  actions: { en: 'Action items', vi: 'Việc cần làm' },
  prevention: { en: 'Prevention', vi: 'Phòng ngừa' },
  criteria: { en: 'Success criteria', vi: 'Tiêu chí thành công' },
  past: { en: 'Past incidents like this one', vi: 'Sự cố tương tự trước đây' },
  evidence: { en: 'Evidence', vi: 'Bằng chứng' },
  needed: { en: 'Still needed', vi: 'Còn thiếu' },
  severity: { en: 'Severity', vi: 'Mức độ' },
  durations: { en: 'Durations', vi: 'Thời lượng' },
  happened: { en: 'What happened in this step', vi: 'Diễn biến trong bước này' },
  questions: { en: 'Questions of this step', vi: 'Câu hỏi của bước này' },
  next: { en: 'Next', vi: 'Tiếp theo' },
  hypotheses: { en: 'Hypotheses', vi: 'Giả thuyết' },
} as const;

export type Heading = keyof typeof HEADINGS;

export function heading(key: Heading, language: Language): string {
  const { en, vi } = HEADINGS[key];
  return { en, vi, both: `${en} · ${vi}` }[language];
}
