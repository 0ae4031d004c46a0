/** The files of one workflow: read from its own folder and from nowhere else, and remembered by their hash. */
import { createHash } from 'node:crypto';
import { constants, open, readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type Diagnostic, wholeFile } from '../documents/diagnostic.ts';
import type { Remark } from '../documents/source-text.ts';
import { fileNameTrouble, notUtf8, troubles } from './file-troubles.ts';

/** 256 kB; guidance that is longer is not read at 3 a.m. */
const MAX_BYTES = 256_000;

/** Puts a remark to the place that names a file. */
export type At = (remark: Remark) => Diagnostic;

export interface WorkflowFile {
  /** Inside the folder, links followed, with `/` between its parts: two names of one file have one key. */
  readonly key: string;
  /** As people read it: relative to the working directory when it lies inside. */
  readonly file: string;
  readonly text: string;
}

/** A remark that knows its own place, inside the file. */
interface Placed {
  readonly placed: Diagnostic;
}

export class WorkflowFiles {
  readonly #home: string;
  readonly #shown: string;
  readonly #files = new Map<string, WorkflowFile>();
  readonly #problems = new Map<string, Diagnostic>();

  private constructor(home: string, shown: string) {
    this.#home = home;
    this.#shown = shown;
  }

  /** null when there is no such folder. */
  static async of(dir: string): Promise<WorkflowFiles | null> {
    try {
      await readdir(dir);
      return new WorkflowFiles(await realpath(dir), dir);
    } catch {
      return null;
    }
  }

  /** null when it cannot be read; then `problems` says why, at the place that names it. */
  async read(name: string, at: At): Promise<WorkflowFile | null> {
    const trouble = fileNameTrouble(name) ?? (await this.#open(name));
    if ('key' in trouble) return trouble;
    this.report('placed' in trouble ? trouble.placed : at(trouble));
    return null;
  }

  /** The same remark about the same place counts once. */
  report(...found: readonly Diagnostic[]): void {
    for (const one of found) {
      this.#problems.set(`${one.file}:${one.line}:${one.column}:${one.message}`, one);
    }
  }

  /** By file and place. */
  problems(level: Diagnostic['level']): readonly Diagnostic[] {
    return [...this.#problems.values()]
      .filter((one) => one.level === level)
      .toSorted((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column);
  }

  /** A remark about a file as a whole. */
  whole(key: string, remark: Remark): Diagnostic {
    return wholeFile(this.#pathOf(key), remark);
  }

  /** Markdown files directly in a folder of the workflow, by key; none when there is no such folder. */
  async list(folder: string): Promise<readonly string[]> {
    const names = await readdir(join(this.#home, folder)).catch(() => []);
    const prefix = folder === '' ? '' : `${folder}/`;
    return names
      .filter((name) => /^[^.].*\.md$/u.test(name))
      .toSorted()
      .map((name) => prefix + name);
  }

  has(key: string): boolean {
    return this.#files.has(key);
  }

  /** Over the names and texts of everything that was read. */
  sha256(): string {
    const hash = createHash('sha256');
    for (const [key, { text }] of [...this.#files].toSorted(([a], [b]) => compare(a, b))) {
      hash.update(`${key}:${Buffer.byteLength(text)}:`).update(text);
    }
    return hash.digest('hex');
  }

  async #open(name: string): Promise<WorkflowFile | Remark | Placed> {
    try {
      const real = await realpath(join(this.#home, name));
      if (!real.startsWith(this.#home + sep)) return troubles.outside(name);
      const key = relative(this.#home, real).split(sep).join('/');
      return this.#files.get(key) ?? (await this.#take(name, key, real));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
      return isMissing ? troubles.missing(name) : troubles.unreadable(name, code);
    }
  }

  async #take(name: string, key: string, path: string) {
    // Without O_NONBLOCK, opening a pipe waits for its writer.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size } = await handle.stat().then((stat) => (stat.isFile() ? stat : { size: -1 }));
      if (size < 0) return troubles.irregular(name);
      if (size > MAX_BYTES) return troubles.large(name);
      return this.#keep(key, await handle.readFile());
    } finally {
      await handle.close();
    }
  }

  #keep(key: string, bytes: Buffer): WorkflowFile | Placed {
    const file = this.#pathOf(key);
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      const taken = { key, file, text };
      this.#files.set(key, taken);
      return taken;
    } catch {
      return { placed: notUtf8(file, bytes) };
    }
  }

  #pathOf(key: string): string {
    const path = join(this.#shown, key);
    const inside = relative(process.cwd(), path);
    return inside === '' || inside.startsWith('..') ? path : inside;
  }
}

/** By code units: the order must not depend on the machine's language. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
