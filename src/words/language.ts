/** The languages in which people are spoken to; `both` is Vietnamese first, then English. */

export type Language = 'en' | 'vi' | 'both';

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
