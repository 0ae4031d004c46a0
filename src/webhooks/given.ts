/** A given object is a sender's JSON, of which nothing is known yet. */
export type Given = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under a name; an empty one where there is none. */
export function part(given: Given, name: string): Given {
  const value = given[name];
  return isObject(value) ? value : {};
}
