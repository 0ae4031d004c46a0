/** Tallies are counts that a restart must not forget, too many to be written one by one. */
export interface Tallies {
  /** Adds to each count, by name, all of them or none; a name that is not there begins at 0. */
  add(counts: ReadonlyMap<string, number>): Promise<void>;
  /** Every count, by name. */
  read(): Promise<ReadonlyMap<string, number>>;
}
