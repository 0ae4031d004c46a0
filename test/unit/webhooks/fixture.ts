/** The recorded-looking bodies in test/fixtures, as bytes and as parsed JSON. */
import { readFileSync } from 'node:fs';

export function bytesOf(path: string): Uint8Array {
  return readFileSync(new URL(`../../fixtures/${path}`, import.meta.url));
}

export function jsonOf(path: string): unknown {
  return JSON.parse(new TextDecoder().decode(bytesOf(path)));
}
