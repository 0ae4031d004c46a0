/** Say is the one grammar that people steer an incident by, in English and Vietnamese, on every channel. */
import { NEED_NAMES } from './refusal.ts';
import { readDone } from './say-action.ts';
import { readCommander } from './say-commander.ts';
import { readFixed } from './say-fixed.ts';
import { firstLine, fold } from './say-fold.ts';
import { grammarText } from './say-grammar.ts';
import { hintFor, type Language } from './say-hints.ts';
import { readKeyed } from './say-keyed.ts';
import type { Reader } from './say-reader.ts';
import { readReport } from './say-report.ts';
import { readSeverity } from './say-severity.ts';
import { readEscalation, readNewIncident, readOverride } from './say-steering.ts';
import type { Utterance } from './utterance.ts';

const READERS: readonly Reader[] = [
  readFixed,
  readSeverity,
  readCommander,
  readKeyed,
  readReport,
  readDone,
  readOverride,
  readEscalation,
  readNewIncident,
];

const VIETNAMESE =
  /^(?:xac |chi huy|anh huong|nguyen nhan|khac phuc|sua|da |bo qua|cap nhat|hanh dong|phong ngua|ghi chu|dich vu|cac dich vu|nguoi dung|vi sao|tai sao|xong|hoan thanh)/;

/**
 * What a text asks. It acts only when its whole first line is a sentence of the grammar; a text that merely
 * contains one is talk. Accents, case, width and spacing do not matter; the parts that are kept come back as they
 * were written. Never throws. A hint is in `language`, else in the language of the attempt.
 */
export function understand(text: string, language?: Language): Utterance {
  const whole = fold(text);
  const line = firstLine(whole);
  for (const read of READERS) {
    const found = read(line, whole);
    if (found === null) continue;
    if (found.kind !== 'attempt') return found;
    const spoken = VIETNAMESE.test(line.text) ? 'vi' : 'en';
    return { kind: 'attempt', hint: hintFor(found.lacks, language ?? spoken, NEED_NAMES) };
  }
  return { kind: 'talk' };
}

/** The help text: one sentence of the grammar per line. */
export function grammar(language: Language): string {
  return grammarText(language);
}
