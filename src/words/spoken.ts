/** Spoken: a message in one language, or in both, with every part of it made plain. */
import { dayOf, type Instant } from '../domain/instant.ts';
import type { Language } from '../domain/say-hints.ts';
import type { Catalogue, Sentences } from './catalogue.ts';
import { ENGLISH } from './english.ts';
import { plainParts } from './plain.ts';
import { VIETNAMESE } from './vietnamese.ts';

type Parts<Name extends keyof Sentences> = Parameters<Sentences[Name]>[0];

/** One catalogue, and the sentences of it. */
export interface Tongue {
  readonly words: Catalogue;
  say<Name extends keyof Sentences>(name: Name, parts: Parts<Name>): string;
  /** `1 h 3 min`: the two largest units. */
  duration(seconds: number): string;
}

/** In both languages the Vietnamese part stands first; parts of several lines are set apart by an empty one. */
export function spoken(language: Language, tell: (tongue: Tongue) => string): string {
  const parts = [...new Set(TONGUES[language].map(tell))].filter((part) => part !== '');
  return parts.join(parts.some((part) => part.includes('\n')) ? '\n\n' : '\n');
}

/** One sentence. */
export function say<Name extends keyof Sentences>(
  language: Language,
  name: Name,
  parts: Parts<Name>,
): string {
  return spoken(language, (tongue) => tongue.say(name, parts));
}

/** `10:05 UTC`, with the day in front when it is not the day of `now`. */
export function clockTime(at: Instant, now: Instant): string {
  const time = `${at.slice(11, 16)} UTC`;
  return dayOf(at) === dayOf(now) ? time : `${dayOf(at)} ${time}`;
}

/** The lines that there are. */
export function lines(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n');
}

function tongueOf(words: Catalogue): Tongue {
  return {
    words,
    say: (name, parts) => {
      // Each sentence takes its own parts: TypeScript cannot follow the pair through the index.
      const sentence = words.sentences[name] as (parts: Readonly<Record<string, string>>) => string;
      return sentence(plainParts(parts));
    },
    duration: (seconds) => durationText(seconds, words.units),
  };
}

const EN = tongueOf(ENGLISH);
const VI = tongueOf(VIETNAMESE);
const TONGUES: Readonly<Record<Language, readonly Tongue[]>> = {
  en: [EN],
  vi: [VI],
  both: [VI, EN],
};

function durationText(seconds: number, units: Catalogue['units']): string {
  const whole = Math.max(0, Math.round(seconds));
  const counts = [
    [Math.floor(whole / 86_400), units.d],
    [Math.floor(whole / 3600) % 24, units.h],
    [Math.floor(whole / 60) % 60, units.min],
    [whole % 60, units.s],
  ] as const;
  const first = counts.findIndex(([count]) => count > 0);
  if (first === -1) return `0 ${units.s}`;
  const shown = counts.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}
