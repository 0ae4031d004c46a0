/** The parts of the e-mail fallback, which are nothing without each other. */
import type { Remark } from '../documents/source-text.ts';
import type { Secret } from './secret.ts';
import type { Section } from './settings.ts';
import type { Variables } from './variables.ts';

export interface MailParts {
  readonly smtpUrl: Secret | null;
  readonly from: string | null;
  readonly to: readonly string[];
}

export function mailParts(given: Section<'pagerduty'>, variables: Variables): MailParts {
  const mail = given.fallback?.email ?? {};
  return {
    smtpUrl: variables.FALLBACK_SMTP_URL ?? mail.smtp_url ?? null,
    from: mail.from ?? null,
    to: mail.to ?? [],
  };
}

/** Where a remark about these parts belongs. */
export const MAIL_PATH = ['pagerduty', 'fallback', 'email'] as const;

/** What is missing; null when nothing is, or when no e-mail is wanted. */
export function mailRemark({ smtpUrl, from, to }: MailParts): Remark | null {
  const people = [...(from === null ? ['from'] : []), ...(to.length === 0 ? ['to'] : [])];
  const check = 'config/mail';
  if (smtpUrl !== null) {
    const keys = people.map((key) => `${MAIL_PATH.join('.')}.${key}`).join(' and ');
    const message = 'the e-mail fallback has nobody to write from or to';
    return people.length === 0 ? null : { level: 'error', check, message, fix: `set ${keys}` };
  }
  if (people.length === 2) return null;
  // Secrets are often absent where a file is only checked.
  return {
    level: 'warning',
    check,
    message: 'the e-mail fallback is off: it has no server to send through',
    fix: 'set FALLBACK_SMTP_URL or FALLBACK_SMTP_URL_FILE',
  };
}
