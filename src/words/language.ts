/** The languages in which people are spoken to, as the configuration names them; `both` is Vietnamese first, then English. */
import type { Language } from '../domain/say-hints.ts';

/** As `workflow_defaults.communication_language` names them. */
export type LanguageName = 'Vietnamese-English' | 'Vietnamese' | 'English';

const LANGUAGES: Readonly<Record<LanguageName, Language>> = {
  'Vietnamese-English': 'both',
  Vietnamese: 'vi',
  English: 'en',
};

export function languageOf(name: LanguageName): Language {
  return LANGUAGES[name];
}
