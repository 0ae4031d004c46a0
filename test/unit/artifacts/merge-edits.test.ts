import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeEdits } from '../../../src/artifacts/merge-edits.ts';

const DRAFT =
  '# Postmortem\n\n## Lessons\n\n_to be written:_ what went well\n\n## Actions\n\n| A1 | open |\n';

describe('a document that is written anew', () => {
  it('is taken as it is where nobody changed the last one', () => {
    expect(mergeEdits(DRAFT, DRAFT, '# Postmortem\n\nresolved\n')).toBe(
      '# Postmortem\n\nresolved\n',
    );
  });

  it('keeps what a person wrote into it, and takes what is new elsewhere', () => {
    const edited = DRAFT.replace('_to be written:_ what went well', 'The page rang in 3 s.');
    const anew = DRAFT.replace('open', 'done');
    expect(mergeEdits(edited, DRAFT, anew)).toBe(edited.replace('open', 'done'));
  });

  it('keeps both where a person and the facts changed the same line, the person first', () => {
    const edited = DRAFT.replace('| A1 | open |', '| A1 | open, see the wiki |');
    const anew = DRAFT.replace('| A1 | open |', '| A1 | done |');
    expect(mergeEdits(edited, DRAFT, anew)).toContain('| A1 | open, see the wiki |\n| A1 | done |');
  });

  it('keeps every line that lies there when nobody knows what was last written', () => {
    expect(mergeEdits('by hand\n', null, DRAFT)).toContain('# Postmortem');
    expect(mergeEdits(`${DRAFT}by hand\n`, null, DRAFT)).toContain('by hand');
  });

  it('keeps the lines of a person who saves with the line ends of Windows', () => {
    const edited = DRAFT.replace('what went well', 'much').replaceAll('\n', '\r\n');
    expect(mergeEdits(edited, DRAFT, DRAFT)).toBe(DRAFT.replace('what went well', 'much'));
  });

  it('of thousands of lines is merged in no time, as is one whose last words nobody knows', () => {
    const evidence = (said: string) =>
      Array.from(
        { length: 600 },
        (_, n) => `### E${n}\n\n${said} ${n}\n\n\`\`\`promql\nup\n\`\`\`\n\nprometheus\n\n`,
      ).join('');
    const [base, anew] = [evidence('was'), evidence('is')];
    const edited = base.replace('was 3\n', 'a word of mine\n');
    const wanted = anew.replace('is 3\n', 'a word of mine\nis 3\n');
    expect(mergeEdits(edited, base, anew)).toBe(wanted);
    expect(mergeEdits(`${anew}a word of mine\n`, null, anew)).toBe(`${anew}a word of mine\n`);
  });

  it('never loses a line that a person added, whatever is written anew', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '## d'), { maxLength: 12 });
    const text = (all: readonly string[]) => `${all.join('\n')}\n`;
    fc.assert(
      fc.property(lines, lines, fc.nat(12), (base, anew, at) => {
        const edited = [...base.slice(0, at), 'a word of mine', ...base.slice(at)];
        expect(mergeEdits(text(edited), text(base), text(anew))).toContain('a word of mine');
      }),
    );
  });
});
