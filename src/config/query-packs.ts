/** The query packs of a folder, read strictly; what a query must look like is judged by who asks it. */
import type { z } from 'zod';
import type { Diagnostic } from '../documents/diagnostic.ts';
import { inOrder, readYaml, type YamlDocument } from '../documents/yaml-document.ts';
import { readYamlFolder, type TextFile } from '../documents/yaml-folder.ts';
import { isAbsent } from './absent.ts';
import { packFile, type QueryReader } from './pack-schema.ts';

export type PacksResult<T> =
  | { readonly ok: true; readonly value: readonly PackText<T>[] }
  | { readonly ok: false; readonly error: readonly Diagnostic[] };

export type PackText<T> = z.output<ReturnType<typeof packFile<T>>>;

/** Reads `*.yaml` and `*.yml`, in the order of their names. A folder that is not there has no packs. Never throws. */
export async function loadQueryPacks<T>(
  dir: string,
  read: QueryReader<T>,
): Promise<PacksResult<T>> {
  if (await isAbsent(dir)) return { ok: true, value: [] };
  const { files, problems } = await readYamlFolder(dir);
  const result = readQueryPacks(files, read);
  if (problems.length === 0) return result;
  return { ok: false, error: [...problems, ...(result.ok ? [] : result.error)] };
}

/** The same over texts that are already read. */
export function readQueryPacks<T>(
  files: readonly TextFile[],
  read: QueryReader<T>,
): PacksResult<T> {
  const schema = packFile(read);
  const documents = files.map(({ file, text }) => readYaml(file, text, schema, { subject }));
  const errors = documents.flatMap((one) => (one.ok ? [] : inOrder(one.error)));
  const good = documents.filter((one): one is YamlDocument<PackText<T>> => one.ok);
  errors.push(...doubles(good));
  return errors.length > 0
    ? { ok: false, error: errors }
    : { ok: true, value: good.map(({ value }) => value) };
}

/** Two packs of a name, or two queries of a key in one pack, could not be told apart in evidence. */
function doubles<T>(documents: readonly YamlDocument<PackText<T>>[]): readonly Diagnostic[] {
  const names = new Set<string>();
  return documents.flatMap((document) => {
    const { name, queries } = document.value;
    const isKnown = names.has(name);
    names.add(name);
    const keys = new Set<string>();
    const again = queries.flatMap(({ key }, at) => {
      if (!keys.has(key)) return keys.add(key) && [];
      return [document.remark(['queries', at, 'key'], double('query', key))];
    });
    return isKnown ? [document.remark(['pack'], double('pack', name)), ...again] : again;
  });
}

function double(what: string, name: string) {
  const message = `there is a ${what} "${name}" already`;
  return {
    level: 'error',
    check: 'packs/duplicate',
    message,
    fix: 'give it another name',
  } as const;
}

/** `pack/key` of a path like queries, 3, query. */
function subject(raw: unknown, path: readonly PropertyKey[]): string | null {
  const queries = entry(raw, 'queries');
  const query = path[0] === 'queries' ? entry(queries, path[1]) : undefined;
  const names = [entry(raw, 'pack'), entry(query, 'key')].filter((one) => typeof one === 'string');
  return names.length === 0 ? null : names.join('/');
}

function entry(value: unknown, key: PropertyKey | undefined): unknown {
  if (typeof value !== 'object' || value === null || key === undefined) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<PropertyKey, unknown>)[key] : undefined;
}
