/** A checkup is what the doctor says about one thing: how it is, and what to do. */
import { PortError } from '../ports/port-error.ts';

export interface Checkup {
  readonly name: string;
  /** `missing`: not configured, which is allowed. */
  readonly state: 'good' | 'missing' | 'bad';
  /** One line. */
  readonly text: string;
  /** Empty when there is nothing to do. */
  readonly remedy: string;
}

/** How long others may take, in milliseconds. */
export interface Patience {
  /** For a first answer: from PagerDuty's REST API, a database, a Redis. */
  readonly firstMs: number;
  /** For each further question, and for sources. */
  readonly furtherMs: number;
}

export function good(name: string, text: string): Checkup {
  return { name, state: 'good', text, remedy: '' };
}

export function missing(name: string, text: string, remedy: string): Checkup {
  return { name, state: 'missing', text, remedy };
}

export function bad(name: string, text: string, remedy: string): Checkup {
  return { name, state: 'bad', text, remedy };
}

interface Remedied {
  readonly name: string;
  readonly remedy: string;
  /** Where it is our credentials that are not accepted. Default: `remedy`. */
  readonly credentials?: string;
  readonly seconds?: number;
}

/** Where the credentials of a source stand. */
export function credentialsIn(headers: string, variable: string): string {
  return `Look at ${headers} (Authorization, X-Scope-OrgID), or at the user and password in ${variable}.`;
}

/** What `work` says; when it throws, or says nothing within `seconds`, that is what is bad. */
export async function checked(
  { name, remedy, credentials = remedy, seconds = LONGEST_SECONDS }: Remedied,
  work: () => Promise<Checkup>,
): Promise<Checkup> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Checkup>((resolve) => {
    const text = `no answer within ${seconds} s`;
    timer = setTimeout(() => resolve(bad(name, text, remedy)), seconds * 1000);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    const isAuth = error instanceof PortError && error.reason === 'auth';
    const text = error instanceof Error ? error.message : String(error);
    return bad(name, text, isAuth ? credentials : remedy);
  } finally {
    clearTimeout(timer);
  }
}

/** For what has no deadline of its own: a file system, a name server. */
const LONGEST_SECONDS = 8;
