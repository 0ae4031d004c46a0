/** The yard carries heavy, repeatable work; what it loses, the sweeper brings again. */
import type { KindOn } from '../domain/effect.ts';

export interface Job {
  readonly kind: KindOn<'job'>;
  /** Of the outbox row; the job itself holds nothing else. */
  readonly rowId: string;
  /** The same key twice is one job. */
  readonly dedupe: string;
}

export interface Yard {
  /** Throws when the queue is away; the row stays due. */
  add(job: Job): Promise<void>;
  start(work: (job: Job) => Promise<void>): Promise<void>;
  /** Jobs waiting or running. */
  busy(): Promise<number>;
  close(): Promise<void>;
}
