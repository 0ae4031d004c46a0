/** A compose file as far as the tests look into it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: object;
  readonly read_only?: boolean;
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, null>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

export const ROOT = join(import.meta.dirname, '../..');
export const DOCKER = join(ROOT, 'docker');

export async function readDocker<T>(name: string): Promise<T> {
  return parse(await readFile(join(DOCKER, name), 'utf8'), { merge: true });
}

/** `./a:/b:ro` as source and target. */
export function mountOf(volume: string): { readonly from: string; readonly to: string } {
  const [from = '', to = ''] = volume.split(':');
  return { from, to };
}
