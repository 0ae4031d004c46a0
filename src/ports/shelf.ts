/** The shelf is where artifacts are put for people: files in the output folder. */
export interface Shelf {
  /** Writes whole or not at all; `name` is relative, and a name that would leave the folder is an error. Returns the full path. */
  put(name: string, text: string): Promise<string>;
  /** null when there is none. */
  read(name: string): Promise<string | null>;
}
