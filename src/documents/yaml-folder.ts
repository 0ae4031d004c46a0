/** A folder of YAML files: regular files of the folder itself, in the order of their names. */
import { constants, type FileHandle, open, readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type Diagnostic, wholeFile } from './diagnostic.ts';
import { MAX_BYTES } from './yaml-syntax.ts';

export interface TextFile {
  /** As people read it: relative to the working directory when it lies inside. */
  readonly file: string;
  readonly text: string;
}

export interface Folder {
  readonly files: readonly TextFile[];
  /** One error per file that could not be read; the others are still given. */
  readonly problems: readonly Diagnostic[];
}

export type TextFileResult =
  | { readonly ok: true; readonly value: TextFile }
  | { readonly ok: false; readonly error: Diagnostic };

/** Reads `*.yaml` and `*.yml` of one folder, not of the folders in it. Never throws. */
export async function readYamlFolder(dir: string): Promise<Folder> {
  const names = await yamlNames(dir);
  if (names === null) {
    return { files: [], problems: [problem(dir, 'the folder cannot be read', 'does it exist?')] };
  }
  const results = await Promise.all(names.map((name) => readInside(dir, name)));
  return {
    files: results.flatMap((result) => (result.ok ? [result.value] : [])),
    problems: results.flatMap((result) => (result.ok ? [] : [result.error])),
  };
}

/** Reads one text file: regular, at most 1 MB, UTF-8. Never throws, and never waits on a pipe. */
export async function readTextFile(path: string): Promise<TextFileResult> {
  const file = shownPath(path);
  try {
    // Without O_NONBLOCK, opening a pipe waits for its writer.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return await readOpen(file, handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return { ok: false, error: problem(path, `the file cannot be read (${code})`) };
  }
}

function shownPath(path: string): string {
  const inside = relative(process.cwd(), path);
  return inside === '' || inside.startsWith('..') ? path : inside;
}

async function yamlNames(dir: string): Promise<readonly string[] | null> {
  try {
    const names = await readdir(dir);
    return names.filter((name) => /^[^.].*\.ya?ml$/u.test(name)).toSorted();
  } catch {
    return null;
  }
}

async function readInside(dir: string, name: string): Promise<TextFileResult> {
  const path = join(dir, name);
  try {
    const [home, real] = await Promise.all([realpath(dir), realpath(path)]);
    if (real.startsWith(home + sep)) return await readTextFile(path);
    return { ok: false, error: problem(path, 'the link leads out of the folder', 'copy the file') };
  } catch {
    return { ok: false, error: problem(path, 'the link leads nowhere') };
  }
}

async function readOpen(file: string, handle: FileHandle): Promise<TextFileResult> {
  const stat = await handle.stat();
  if (!stat.isFile()) return { ok: false, error: problem(file, 'this is not a regular file') };
  if (stat.size > MAX_BYTES)
    return { ok: false, error: problem(file, 'the file is larger than 1 MB') };
  const bytes = await handle.readFile();
  try {
    return {
      ok: true,
      value: { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) },
    };
  } catch {
    return { ok: false, error: problem(file, 'the file is not UTF-8 text') };
  }
}

function problem(path: string, message: string, fix?: string): Diagnostic {
  const remark = { level: 'error', check: 'file/unreadable', message } as const;
  return wholeFile(shownPath(path), fix === undefined ? remark : { ...remark, fix });
}
