import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../given/compose.ts';
import { bare, localLinks, tableOf } from '../../given/markdown.ts';

const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter(
    (file) => file !== '' && !file.startsWith('test/fixtures/') && existsSync(join(ROOT, file)),
  );

describe('a document', () => {
  it.each(documents)('%s links only to files that exist', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8').replace(/```[\s\S]*?```/g, '');
    for (const link of localLinks(text)) {
      expect(existsSync(join(ROOT, dirname(file), link)), link).toBe(true);
    }
  });
});

describe('the map of the code', () => {
  const map = readFileSync(join(ROOT, 'src/README.md'), 'utf8');

  it('names only files that exist', () => {
    const named = [...map.matchAll(/`((?:[a-z]+\/)?[a-z-]+\.ts)`/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(20);
    for (const file of named) {
      const places = [`src/${file}`, `src/domain/${file}`];
      expect(
        places.some((place) => existsSync(join(ROOT, place))),
        file,
      ).toBe(true);
    }
  });

  it('names every room', () => {
    const rooms = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${entry.name}/`);
    const named = tableOf(map, 'room').map(([room]) => bare(room));
    expect(named.toSorted()).toEqual(rooms.toSorted());
  });
});
