/** The bench reads data in the layout of the PetShop data, and says which file is wrong. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { caseOf, readPetshop, UnreadableData } from '../../../bench/petshop.ts';
import { normalWindows } from '../../../bench/petshop-windows.ts';
import { issueRows } from '../../../bench/recall.ts';

const FIXTURE = resolve(import.meta.dirname, '../../fixtures/petshop-layout');
const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function copy(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-layout-'));
  folders.push(folder);
  await cp(FIXTURE, folder, { recursive: true });
  return folder;
}

describe('the reader of the PetShop layout', () => {
  it('reads calls, issues of every split, and cells that may be empty', async () => {
    const [scenario, ...others] = await readPetshop(FIXTURE);
    expect(others).toEqual([]);
    expect(scenario?.name).toBe('quiet_shop');
    expect(scenario?.calls).toEqual([
      { caller: 'page', callee: 'till' },
      { caller: 'till', callee: 'ledger' },
    ]);
    expect(scenario?.issues.map(({ split, name, rootCause }) => [split, name, rootCause])).toEqual([
      ['held', 'issue_0', 'ledger'],
      ['train', 'issue_0', 'till'],
    ]);
    const cells = [...(scenario?.normal.columns.values() ?? [])].flatMap(({ points }) => points);
    expect(cells.filter(([, value]) => value === null)).toHaveLength(1);
  });

  it('gives a case that the ranking understands', async () => {
    const [scenario] = await readPetshop(FIXTURE);
    const [issue] = scenario?.issues ?? [];
    if (scenario === undefined || issue === undefined) throw new Error('the fixture is empty');
    const given = caseOf(scenario.calls, scenario.normal, issue.table, issue.target, issue.at);
    expect(given.target).toEqual({ service: 'page', metric: 'latency' });
    expect(given.metrics).toHaveLength(9);
    const rows = issueRows(scenario, ['held', 'train']);
    expect(rows).toEqual([{ scenario: 'quiet_shop', metric: 'latency', n: 2, top1: 1, top3: 1 }]);
  });

  it('cuts windows out of the normal period for every node with traffic', async () => {
    const [scenario] = await readPetshop(FIXTURE);
    if (scenario === undefined) throw new Error('the fixture is empty');
    const targets = new Set([...normalWindows(scenario)].map(({ target }) => target.service));
    expect([...targets].sort()).toEqual(['ledger', 'page', 'till']);
  });

  it('names the folder that is not there', async () => {
    await expect(readPetshop('/nowhere')).rejects.toThrow(/^\/nowhere: ENOENT/);
    await expect(readPetshop('/nowhere')).rejects.toBeInstanceOf(UnreadableData);
  });

  it('names the file that is missing', async () => {
    const folder = await copy();
    await rm(join(folder, 'quiet_shop/noissue/metrics.csv'));
    await expect(readPetshop(folder)).rejects.toThrow('quiet_shop/noissue/metrics.csv: ENOENT');
  });

  it('names the file that is not a target, and the one that is not a table', async () => {
    const target = await copy();
    await writeFile(join(target, 'quiet_shop/train/issue_0/target.json'), '{"target": 3}');
    await expect(readPetshop(target)).rejects.toThrow('train/issue_0/target.json: not a target');
    const table = await copy();
    await writeFile(join(table, 'quiet_shop/train/issue_0/metrics.csv'), 'a,b\n1,2\n');
    await expect(readPetshop(table)).rejects.toThrow('train/issue_0/metrics.csv: the header rows');
  });
});
