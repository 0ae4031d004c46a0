/** Reads one sample out of an exposition. */

/** The value of the sample that is printed like this, labels included; null when it is not there. */
export function sampleOf(exposition: string, sample: string): number | null {
  const line = exposition.split('\n').find((each) => each.startsWith(`${sample} `));
  return line === undefined ? null : Number(line.slice(sample.length + 1));
}
