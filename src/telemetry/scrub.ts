/** Scrubbing takes the secrets out of text before it is logged, in the forms in which they travel. */

/** Shorter ones would blank out half of every line, and protect nothing. */
const SHORTEST = 4;
const BLANK = '<secret>';

/** A function that replaces every secret, also where it is percent-encoded or in base64, by `<secret>`. */
export function createScrub(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [
      secret,
      // Through bytes and back, because it throws for half a surrogate pair.
      encodeURIComponent(Buffer.from(secret).toString()),
      Buffer.from(secret).toString('base64'),
    ])
    // The longest first, so that a secret that contains another goes as a whole.
    .toSorted((a, b) => b.length - a.length);
  return (text) => forms.reduce((scrubbed, form) => scrubbed.replaceAll(form, BLANK), text);
}
