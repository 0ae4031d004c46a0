/** The workflow that ships is judged as its readers would: everything it says to write is understood, in both languages. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parsePromql } from '../../../src/diagnosis/promql-tree.ts';
import { NEED_NAMES, type NeedName } from '../../../src/domain/refusal.ts';
import { understand } from '../../../src/domain/say.ts';
import { asPlaybook } from '../../../src/playbook/as-playbook.ts';
import { openPlaybook } from '../../../src/playbook/open-playbook.ts';
import { STEP_NEEDS } from '../../../src/playbook/step-needs.ts';
import type { StepText } from '../../../src/ports/playbook.ts';

const DIR = resolve(import.meta.dirname, '../../../workflows/production-incident-response');
const result = await openPlaybook(DIR);
if (!result.ok)
  throw new Error(result.error.map((one) => `${one.file}: ${one.message}`).join('\n'));
const { workflow } = result.value;
const playbook = asPlaybook(result.value);
const steps: readonly StepText[] = await Promise.all(
  ([1, 2, 3, 4] as const).map((n) => playbook.step(n)),
);

const LANGUAGES = ['en', 'vi'] as const;
const skills = [
  ...new Map(steps.flatMap((step) => step.reading.map((skill) => [skill.file, skill]))).values(),
];
const texts = [
  ...steps.map(({ file, body }) => ({ file, body })),
  ...skills.map(({ file, body }) => ({ file, body })),
].flatMap(({ file, body }) =>
  LANGUAGES.map((language) => ({ name: `${file} (${language})`, text: body[language] })),
);

describe('the workflow that ships', () => {
  it('is without a remark, and is the one of its author', async () => {
    expect(result.warnings).toEqual([]);
    const [, head = ''] = (await readFile(join(DIR, 'workflow.md'), 'utf8')).split(/^---$/m);
    expect(parse(head)).toMatchObject({
      workflow_id: 'W-INCIDENT-001',
      workflow_name: 'Production Incident Response',
      lead_agent: 'SRE Minh',
      supporting_agents: ['Architect Khang', 'Mary Analyst'],
      phase: '3-Run: Emergency Response & Recovery',
      config_file: '_config/config.yaml',
      estimated_duration: '15 minutes to 2 hours (depending on severity)',
      outputFile: '{output_folder}/psm-artifacts/incident-{{project_name}}-{{date}}.md',
    });
    expect(workflow.steps.map((step) => step.file)).toEqual([
      'step-01-triage.md',
      'step-02-diagnose.md',
      'step-03-fix.md',
      'step-04-postmortem.md',
    ]);
  });

  it('loads all five documents of knowledge', () => {
    expect(skills.map(({ code, title }) => `${code} ${title.en}`).toSorted()).toEqual([
      '5.07 Reliability & Resilience',
      '5.08 Observability & Monitoring',
      '5.09 Error Handling & Recovery',
      '5.10 Production Readiness',
      '5.14 Documentation & Runbooks',
    ]);
  });
});

describe('its steps and the gates', () => {
  const preconditions: readonly NeedName[] = ['open-incident', 'authority', 'wider-look'];

  it.each(NEED_NAMES.filter((need) => !preconditions.includes(need)))(
    'the need %s is met by a step',
    (need) => {
      expect(steps.filter((step) => step.needs.includes(need))).not.toEqual([]);
    },
  );

  it.each(steps)('every need of step $n is one of the gates', ({ needs }) => {
    for (const need of needs) expect(NEED_NAMES).toContain(need);
    for (const need of needs) expect(STEP_NEEDS).toContain(need);
  });

  it('are asked where their gate asks', () => {
    const needs = Object.fromEntries(steps.map((step) => [step.n, [...step.needs].toSorted()]));
    expect(needs).toEqual({
      1: ['affected-services', 'commander', 'impact', 'severity-confirmed'],
      2: ['known-evidence', 'root-cause'],
      3: ['alerts-clear', 'fix', 'known-evidence', 'rollback', 'user-reports', 'verification'],
      4: ['action-item', 'five-whys', 'prevention', 'root-cause'],
    });
  });
});

/** Sentences to write as notes: all code of a first section, and every line of a block of notes. */
function sentences(text: string): readonly string[] {
  const [, first = ''] = text.split(/^### /m);
  const inFirst = [...first.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
  const notes = blocks(text, 'note').flatMap((block) => block.split('\n'));
  return [...inFirst, ...notes].filter((line) => line.trim() !== '');
}

function blocks(text: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...text.matchAll(fence)].map((match) => match[1] ?? '');
}

describe('every sentence that it says to write is understood:', () => {
  const told = steps.flatMap(({ n, body }) =>
    LANGUAGES.flatMap((language) =>
      sentences(body[language]).map((sentence) => ({ n, language, sentence })),
    ),
  );
  const fromSkills = skills.flatMap(({ code, body }) =>
    LANGUAGES.flatMap((language) =>
      blocks(body[language], 'note')
        .flatMap((block) => block.trim().split('\n'))
        .map((sentence) => ({ n: code, language, sentence })),
    ),
  );

  it.each([...told, ...fromSkills])('$n $sentence', ({ sentence }) => {
    expect(['command', 'question', 'report']).toContain(understand(sentence).kind);
  });

  it('and gives what the gates ask of it: evidence, a way back, an owner and a date', () => {
    const commands = told.flatMap(({ sentence }) => {
      const utterance = understand(sentence);
      return utterance.kind === 'command' ? [utterance.command] : [];
    });
    const of = <T extends string>(type: T) => commands.filter((each) => each.type === type);
    expect(of('RecordFix')).toHaveLength(2);
    for (const fix of of('RecordFix')) {
      expect(fix).toMatchObject({ evidence: ['E3'], rollback: expect.stringContaining('4.12') });
    }
    expect(of('NameRootCause').length).toBeGreaterThanOrEqual(6);
    expect(of('AddAction')).toHaveLength(4);
    for (const action of of('AddAction')) {
      expect(action).toMatchObject({ owner: 'Lan', due: '2026-12-01' });
    }
    const proofs = of('AddAction').flatMap((action) => ('proof' in action ? [action.proof] : []));
    const proof = { promql: 'max(db_pool_in_use / db_pool_size) < 0.8', days: 7 };
    expect(proofs.filter((one) => one !== null)).toEqual([proof, proof]);
    for (const why of of('StateWhy')) {
      expect('texts' in why ? why.texts : []).toHaveLength(5);
    }
    expect(of('StateWhy')).toHaveLength(2);
  });

  it('and there are some in every step, as many in Vietnamese as in English', () => {
    for (const { body } of steps) {
      expect(sentences(body.en).length).toBeGreaterThan(3);
      expect(sentences(body.vi)).toHaveLength(sentences(body.en).length);
    }
  });
});

describe('every PromQL example can be asked:', () => {
  const expressions = texts.flatMap(({ name, text }) =>
    blocks(text, 'promql')
      .flatMap((block) => block.replace(/^#.*$/gm, '').split(/\n(?=\S)/))
      .map((expression) => ({ name, expression: expression.trim() }))
      .filter(({ expression }) => expression !== ''),
  );

  it.each(expressions)('$name $expression', ({ expression }) => {
    expect(parsePromql(expression)).toMatchObject({ ok: true });
  });

  it('and there are many', () => expect(expressions.length).toBeGreaterThan(40));
});

describe('both languages', () => {
  const shape = (text: string) =>
    text
      .split('\n')
      .map((line) => /^(#{2,6} |\d\. |- \[ \]|- |\||```\w*)/.exec(line)?.[0] ?? '')
      .filter((mark) => mark !== '');

  it.each([...steps, ...skills])('of $file have the same parts in the same order', ({ body }) => {
    expect(shape(body.vi)).toEqual(shape(body.en));
  });

  it.each(steps)('of step $n fit their beginning into a note', ({ brief, body }) => {
    for (const language of LANGUAGES) {
      const [, first = ''] = body[language].split(/^### /m);
      const last = first.trim().split('\n').at(-1) ?? '';
      expect(brief[language].length).toBeGreaterThan(200);
      expect(brief[language].length).toBeLessThanOrEqual(600);
      // Nothing of the first section is cut off.
      expect(brief[language].split('\n').at(-1)).toBe(last.replaceAll('`', '"'));
    }
  });

  it.each(steps)('of step $n ask the same questions', ({ questions }) => {
    expect(questions.length).toBeGreaterThanOrEqual(5);
    for (const { en, vi } of questions) expect(vi).not.toBe(en);
  });
});
