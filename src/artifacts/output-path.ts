/** The output path is where a workflow's final document goes: a template with a few placeholders, filled in safely. */
import { slugOf } from './file-names.ts';

/** What stands for the output folder at the beginning of every template. */
export const OUTPUT_FOLDER = '{output_folder}';

const PLACEHOLDERS = ['project_name', 'date', 'incident_id'] as const;

/** As they are written: `{{project_name}}` and so on. */
export const OUTPUT_PLACEHOLDERS: readonly string[] = PLACEHOLDERS.map((name) => `{{${name}}}`);

export interface OutputValues {
  readonly project_name: string;
  /** `2026-11-22` */
  readonly date: string;
  /** `INC-2026-11-22-001` */
  readonly incident_id: string;
}

/** File systems take 255 bytes; this leaves room for what tells incidents apart, and for a draft beside it. */
const MAX_SEGMENT = 200;

/**
 * A path below the output folder, with `/` between its parts and `.md` at its end. Whatever the template and the
 * values hold, it never leaves the folder: each value becomes a slug, and dots alone are no part of a path.
 */
export function outputPath(template: string, values: OutputValues): string {
  const filled = template
    .replace(/^\{output_folder\}\/?/u, '')
    .replace(/\{\{ ?(\w+) ?\}\}/gu, (_, name: string) => filledIn(name, values));
  const segments = filled
    .split(/[/\\]/u)
    .map(safeSegment)
    .filter((part) => part !== '');
  return `${withoutEnding(segments.join('/'))}.md`;
}

function filledIn(name: string, values: OutputValues): string {
  if (name === 'incident_id' && /^INC-[\d-]{1,30}$/u.test(values.incident_id)) {
    return values.incident_id;
  }
  const known = PLACEHOLDERS.find((each) => each === name);
  return known === undefined ? slugOf(name) : slugOf(values[known], known.replace('_', '-'));
}

/** Letters, digits and `. _ -`, whole characters up to the limit; no dot at either end. */
function safeSegment(part: string): string {
  let safe = '';
  for (const char of part.normalize('NFC').replace(/[^\p{L}\p{N}\p{M}._-]+/gu, '-')) {
    if (Buffer.byteLength(safe + char) > MAX_SEGMENT) break;
    safe += char;
  }
  return safe.replace(/^\.+|\.+$/gu, '');
}

function withoutEnding(path: string): string {
  const stem = path.replace(/\.md$/iu, '');
  return stem === '' || stem.endsWith('/') ? `${stem}incident` : stem;
}
