/** The watch notices a crew that stands idle beside waiting jobs, as a worker may after its connection was lost and found. */
export interface Watched {
  /** Jobs waiting to be taken; throws when the backend is away. */
  waiting(): Promise<number>;
  /** Jobs taken so far. */
  taken(): number;
  /** Whether it could take another job now. */
  free(): boolean;
}

/** Looks in a row that must show the same before it counts as stuck. */
const LOOKS = 2;

/** A look: true when jobs waited, the crew was free, and it took none since the last look, several times in a row. */
export function createWatch(crew: Watched): () => Promise<boolean> {
  let idleLooks = 0;
  let takenBefore = crew.taken();
  return async () => {
    // A backend that is away gives nobody anything to take.
    const waiting = await crew.waiting().catch(() => 0);
    const idle = waiting > 0 && crew.free() && crew.taken() === takenBefore;
    takenBefore = crew.taken();
    idleLooks = idle ? idleLooks + 1 : 0;
    return idleLooks >= LOOKS;
  };
}
