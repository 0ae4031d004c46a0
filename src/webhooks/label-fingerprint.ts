/** The label fingerprint is Prometheus' own identity of a label set: FNV-1a, 64 bits, over the sorted names and values. */
const SEPARATOR = 0xff;
/** The FNV prime is 2^40 + 0x1b3. */
const PRIME_LOW = 0x1b3;
const TWO_32 = 2 ** 32;

/** 16 hex characters, the same that Alertmanager prints for these labels; their order does not matter. */
export function labelFingerprint(pairs: readonly [string, string][]): string {
  const sorted = pairs
    .map(([name, value]) => [Buffer.from(name), Buffer.from(value)] as const)
    .sort(([a], [b]) => Buffer.compare(a, b));
  // The offset basis, in two halves: a bigint for every byte is ten times slower.
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  const add = (byte: number): void => {
    low = (low ^ byte) >>> 0;
    const product = low * PRIME_LOW;
    high = (high * PRIME_LOW + low * 256 + Math.floor(product / TWO_32)) >>> 0;
    low = product >>> 0;
  };
  for (const part of sorted.flat()) {
    for (const byte of part) add(byte);
    add(SEPARATOR);
  }
  return hex(high) + hex(low);
}

function hex(half: number): string {
  return half.toString(16).padStart(8, '0');
}
