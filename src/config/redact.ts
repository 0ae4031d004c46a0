/** Redaction: no secret of the configuration leaves the process in a text. */
import type { Config } from './config.ts';
import { Secret } from './secret.ts';

/** Shorter values would tear holes into ordinary words. */
const MIN_LENGTH = 5;

/** Every secret value, and the passwords inside addresses, also as written in an address; the longest first. */
export function secretValues(config: Config): readonly string[] {
  const found = new Set<string>();
  for (const text of collect(config)) {
    for (const form of [text, encodeURIComponent(text)]) {
      if (form.length >= MIN_LENGTH) found.add(form);
    }
  }
  return [...found].toSorted((a, b) => b.length - a.length);
}

export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, '<secret>'), text);
}

function collect(value: unknown): readonly string[] {
  if (value instanceof Secret) return secretsIn(value.reveal());
  if (typeof value === 'string') return passwordsIn(value);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(collect);
}

/** The text itself, what follows a scheme such as `Bearer`, and the password of an address. */
function secretsIn(text: string): string[] {
  return [text, text.replace(/^\S+ +/u, ''), ...passwordsIn(text)];
}

function passwordsIn(text: string): string[] {
  if (!text.includes('://') || !URL.canParse(text)) return [];
  const { password } = new URL(text);
  return password === '' ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
