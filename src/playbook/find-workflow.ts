/** Finds workflows: the one that settings name, the one that ships with Tocsin, and all that lie in a folder. */
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Diagnostic, wholeFile } from '../documents/diagnostic.ts';
import { suggestion } from '../documents/nearest-word.ts';
import { openPlaybook, type PlaybookResult } from './open-playbook.ts';
import { versionOf } from './workflow.ts';

const DEFAULT_WORKFLOW = 'production-incident-response';

/** Beside the code, in a checkout as in a built package. */
const SHIPPED = resolve(import.meta.dirname, '../../workflows');

/** Where one looks for a workflow. */
export interface WorkflowWish {
  /** The folder that holds the workflows' folders, absolute. */
  readonly dir: string;
  readonly name: string;
  /** What relative paths are relative to. */
  readonly cwd: string;
}

/**
 * Opens the workflow that the settings name. Where nobody made a `./workflows` and nobody named another workflow, it
 * is the one that ships with Tocsin.
 */
export async function findPlaybook(wish: WorkflowWish): Promise<PlaybookResult> {
  const dir = await placeOf(wish);
  if (await isThere(join(dir, wish.name))) return openPlaybook(join(dir, wish.name));
  return { ok: false, error: [await nowhere(dir, wish.name)] };
}

export interface WorkflowsChecked {
  readonly found: readonly Diagnostic[];
  /** One line for each workflow that is right. */
  readonly summary: readonly string[];
}

/** Checks every workflow that lies beside the named one, and that the named one is there. */
export async function checkWorkflows(wish: WorkflowWish): Promise<WorkflowsChecked> {
  const dir = await placeOf(wish);
  const names = await namesIn(dir);
  const found: Diagnostic[] = [];
  const summary: string[] = [];
  if (!names.includes(wish.name)) found.push(await nowhere(dir, wish.name));
  for (const name of names) {
    const opened = await openPlaybook(join(dir, name));
    found.push(...(opened.ok ? opened.warnings : opened.error));
    if (!opened.ok) continue;
    const { workflow } = opened.value;
    const used = name === wish.name ? '' : ', not used';
    summary.push(`workflow: ${name}, ${workflow.id} ${versionOf(workflow)}${used}`);
  }
  return { found, summary };
}

async function placeOf({ dir, name, cwd }: WorkflowWish): Promise<string> {
  const isUsual = name === DEFAULT_WORKFLOW && dir === resolve(cwd, 'workflows');
  return isUsual && !(await isThere(dir)) ? SHIPPED : dir;
}

async function nowhere(dir: string, name: string): Promise<Diagnostic> {
  const names = await namesIn(dir);
  const hint = names.length === 0 ? null : suggestion(name, names);
  return wholeFile(join(dir, name), {
    level: 'error',
    check: 'workflow/missing',
    message: `there is no workflow "${name}"`,
    fix: hint ?? 'make this folder with a workflow.md in it, or set workflows_dir',
  });
}

/** Folders, without hidden ones; a folder without a workflow.md is somebody's mistake, and is checked too. */
async function namesIn(dir: string): Promise<readonly string[]> {
  const names = await readdir(dir).catch(() => []);
  const folders = await Promise.all(
    names.map(async (name) => !name.startsWith('.') && (await isFolder(join(dir, name)))),
  );
  return names.filter((_, i) => folders[i]).toSorted();
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
