/** The postmortem says nothing that it cannot name an event or a piece of evidence for. */
import { describe, expect, it } from 'vitest';
import { postmortem } from '../../../src/artifacts/postmortem.ts';
import { TO_BE_WRITTEN } from '../../../src/artifacts/postmortem-parts.ts';
import { EVENTS } from './an-incident.ts';
import { papers } from './papers.ts';

const text = postmortem(papers(EVENTS));
const parts = text.split(/^## /m).slice(1);
const titleOf = (part: string) => part.slice(0, part.indexOf('\n'));

/** `[#12]` or `[#12, E1]`, as it stands in Markdown. */
const PROOF = /\\\[(#\d+|E\d+)(, (#\d+|E\d+))*\\\]/;

/** Told by themselves: what lies open, the events one by one, the evidence one by one. */
const LISTS = ['Still to be written by a person', 'Timeline', 'Evidence'];
/** One thing each, signed at its end by who said it, when, in which event. */
const SIGNED = ['Root cause', 'Fix', 'Verification'];

/** Sentences, bullets and rows: not headings, rulers, pictures, or a row that has no value. */
function statements(part: string): readonly string[] {
  const blocks = part.slice(part.indexOf('\n')).split(/\n\n+/);
  return blocks.flatMap((block) => {
    const lines = block.trim().split('\n');
    if (lines[1]?.startsWith('| ---'))
      return lines.slice(2).filter((row) => !/\| – \| – \| –/.test(row));
    return /^(- |\d+\. )/.test(lines[0] ?? '') ? lines : [lines.join(' ')];
  });
}

const isStatement = (line: string) =>
  line !== '' && !line.includes(TO_BE_WRITTEN) && !line.startsWith('![');

describe('in a postmortem', () => {
  it.each(
    parts
      .filter((part) => ![...LISTS, ...SIGNED].includes(titleOf(part)))
      .map((part) => [titleOf(part), part]),
  )('every statement under "%s" has its proof', (_, part) => {
    const said = statements(part).filter(isStatement);
    expect(said).not.toEqual([]);
    expect(said.filter((line) => !PROOF.test(line))).toEqual([]);
  });

  it.each(SIGNED)('what stands under "%s" is signed with its event', (title) => {
    const part = parts.find((one) => titleOf(one) === title) ?? '';
    expect(part).toMatch(/^— .+ UTC \\\[#\d+\\\]$/m);
  });

  it('every row of the timeline begins with its event', () => {
    const timeline = parts.find((one) => titleOf(one) === 'Timeline') ?? '';
    const rows = statements(timeline).filter(isStatement);
    expect(rows).toHaveLength(EVENTS.length);
    expect(rows.filter((row, index) => !row.startsWith(`| #${index + 1} |`))).toEqual([]);
  });

  it('every piece of evidence has its hash', () => {
    const shown = (parts.find((one) => titleOf(one) === 'Evidence') ?? '').split(/^### /m).slice(1);
    expect(shown.map((one) => /^E\d+/.exec(one)?.[0])).toEqual(['E1', 'E2']);
    expect(shown.filter((one) => !/sha256 `[0-9a-f]{64}`/.test(one))).toEqual([]);
  });
});
