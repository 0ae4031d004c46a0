import { describe, expect, it } from 'vitest';
import { listAgain } from '../../../src/artifacts/list-again.ts';
import { postmortem } from '../../../src/artifacts/postmortem.ts';
import { EVENTS } from './an-incident.ts';
import { papers } from './papers.ts';

const TITLE = 'Still to be written by a person';
const DRAFT = postmortem(papers(EVENTS));
const IMPACT = 'who noticed, how many users, what it cost';
const written = (text: string) => listAgain(text, TITLE, [DRAFT]);
const listOf = (text: string) =>
  text.split(`## ${TITLE}\n\n`)[1]?.split('\n\n## ')[0]?.split('\n') ?? [];

describe('the list of what a person must still write', () => {
  it('is as it was where nobody wrote anything', () => {
    expect(written(DRAFT)).toBe(DRAFT);
  });

  it('loses a line once somebody wrote what it asks for, and nothing else changes', () => {
    const edited = DRAFT.replace(`_to be written:_ ${IMPACT}`, () => '400 users, $& 30 orders');
    expect(listOf(DRAFT)).toContain(`- Impact: ${IMPACT}`);
    expect(written(edited)).toBe(edited.replace(`- Impact: ${IMPACT}\n`, ''));
  });

  it('gets the line again when it is asked for again', () => {
    const done = written(DRAFT.replace(`_to be written:_ ${IMPACT}`, '400 users'));
    const asked = done.replace('400 users', `_to be written:_ ${IMPACT}`);
    expect(listOf(written(asked))).toContain(`- Impact: ${IMPACT}`);
  });

  it('keeps what a person put into it', () => {
    const edited = DRAFT.replace(`- Impact: ${IMPACT}`, '- ask support for numbers');
    expect(listOf(written(edited))).toEqual([
      '- ask support for numbers',
      ...listOf(DRAFT).slice(1),
      `- Impact: ${IMPACT}`,
    ]);
  });

  it('says that nothing is left, and goes on from there', () => {
    const all = DRAFT.replaceAll('_to be written:_', 'Written:');
    expect(listOf(written(all))).toEqual(['–']);
    const asked = written(all).replace(`Written: ${IMPACT}`, `_to be written:_ ${IMPACT}`);
    expect(listOf(written(asked))).toEqual([`- Impact: ${IMPACT}`]);
  });

  it('is written anew where somebody emptied it up to the next heading', () => {
    const list = listOf(DRAFT).join('\n');
    const edited = DRAFT.replace(`${list}\n\n`, '');
    expect(edited).toContain(`## ${TITLE}\n\n## Summary`);
    expect(written(edited)).toBe(DRAFT);
  });

  it('is left alone where somebody took its heading away', () => {
    const edited = DRAFT.replace(`## ${TITLE}\n\n`, '');
    expect(written(edited)).toBe(edited);
  });
});
