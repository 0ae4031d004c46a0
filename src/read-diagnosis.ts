/** Reads what people wrote for the diagnosis: the query packs, and who calls whom. */
import type { Config } from './config/config.ts';
import { loadQueryPacks } from './config/query-packs.ts';
import { loadTopologyFile } from './config/topology-file.ts';
import type { QueryPack } from './diagnosis/query-pack.ts';
import { readTemplate } from './diagnosis/query-template.ts';
import type { Edge } from './diagnosis/topology.ts';
import type { Diagnostic } from './documents/diagnostic.ts';

export interface DiagnosisFiles {
  readonly packs: readonly QueryPack[];
  readonly writtenCalls: readonly Edge[];
}

export type DiagnosisFilesResult =
  | {
      readonly ok: true;
      readonly value: DiagnosisFiles;
      readonly warnings: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly error: readonly Diagnostic[] };

/** Everything that is wrong at once. What is not there says nothing. */
export async function readDiagnosis(
  diagnosis: Pick<Config['diagnosis'], 'packsDir' | 'topologyFile'>,
): Promise<DiagnosisFilesResult> {
  const [packs, calls] = await Promise.all([
    loadQueryPacks(diagnosis.packsDir, readTemplate),
    loadTopologyFile(diagnosis.topologyFile),
  ]);
  if (!packs.ok || !calls.ok) {
    return { ok: false, error: [packs, calls].flatMap((read) => (read.ok ? [] : read.error)) };
  }
  const value = { packs: packs.value, writtenCalls: calls.value };
  return { ok: true, value, warnings: calls.warnings };
}

/** The packs that rules may name; null where they could not be read, which is said elsewhere. */
export function packNames(read: DiagnosisFilesResult): readonly string[] | null {
  return read.ok ? read.value.packs.map(({ name }) => name) : null;
}
