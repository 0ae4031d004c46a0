/** The topology that somebody wrote down: which service calls which. */
import { z } from 'zod';
import type { Diagnostic } from '../documents/diagnostic.ts';
import { readYaml, type YamlDocument } from '../documents/yaml-document.ts';
import { readTextFile, type TextFile } from '../documents/yaml-folder.ts';
import { isAbsent } from './absent.ts';

/** A call that is written down; nobody measured it. */
export interface WrittenCall {
  readonly caller: string;
  readonly callee: string;
  readonly source: 'file';
  readonly rate: null;
}

export type TopologyFileResult =
  | {
      readonly ok: true;
      readonly value: readonly WrittenCall[];
      readonly warnings: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly error: readonly Diagnostic[] };

const MOST_CALLS = 5000;

const service = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'no service has such a name');

const TopologyFile = z.strictObject({
  services: z
    .record(service, z.strictObject({ calls: z.array(service).nullish() }).nullish())
    .nullish(),
});

type TopologyFile = z.output<typeof TopologyFile>;

/** A file that is not there says nothing. Never throws. */
export async function loadTopologyFile(path: string): Promise<TopologyFileResult> {
  if (await isAbsent(path)) return { ok: true, value: [], warnings: [] };
  const read = await readTextFile(path);
  return read.ok ? readTopologyFile(read.value) : { ok: false, error: [read.error] };
}

/** The same over a text that is already read. */
export function readTopologyFile({ file, text }: TextFile): TopologyFileResult {
  const document = readYaml(file, text, TopologyFile, { whenEmpty: {} });
  if (!document.ok) return document;
  const calls = callsIn(document.value);
  if (calls.length > MOST_CALLS) {
    const message = `more than ${MOST_CALLS} calls`;
    const remark = { level: 'error', check: 'topology/size', message } as const;
    return { ok: false, error: [document.remark(['services'], remark)] };
  }
  return { ok: true, value: calls, warnings: doubts(document) };
}

function callsIn({ services }: TopologyFile): readonly WrittenCall[] {
  return Object.entries(services ?? {}).flatMap(([caller, entry]) =>
    [...new Set(entry?.calls ?? [])]
      .filter((callee) => callee !== caller)
      .map((callee) => ({ caller, callee, source: 'file', rate: null }) as const),
  );
}

/** Valid, but not what anybody means. */
function doubts(document: YamlDocument<TopologyFile>): readonly Diagnostic[] {
  return Object.entries(document.value.services ?? {}).flatMap(([name, entry]) => {
    const calls = entry?.calls ?? [];
    return calls.flatMap((callee, at) => {
      const message =
        callee === name
          ? `"${name}" is said to call itself`
          : calls.indexOf(callee) < at && `"${name}" is said to call "${callee}" twice`;
      if (message === false) return [];
      const path = ['services', name, 'calls', at];
      return [
        document.remark(path, {
          level: 'warning',
          check: 'topology/doubt',
          message,
          fix: 'remove it',
        }),
      ];
    });
  });
}
