/** A turn is one instance's right to do what only one of several may do at a time. */

/** Both methods throw StoreUnavailable. */
export interface Turns {
  /** True: it is ours for `seconds` from now, anew or still. Whoever dies loses it when they are over. */
  take(name: string, seconds: number): Promise<boolean>;
  /** Gives it up before its time; one that is not ours stays where it is. */
  release(name: string): Promise<void>;
}
