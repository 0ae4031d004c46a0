/** One incident from its report to its postmortem, said on the command line, and what the API shows of its steps. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { incidentVerbs } from '../../src/cli/incident.ts';
import { runCli } from '../given/cli.ts';
import { givenDatabases } from '../given/database.ts';
import { type Standing, standHouse } from '../given/house.ts';
import { type Ran, runVerb } from '../unit/cli/run-verb.ts';

const databases = givenDatabases();
let at: Standing;

const CONFIG = `
project_context: {project_name: shop}
workflow_defaults: {communication_language: English}
`;

beforeAll(async () => {
  at = await standHouse({ databaseUrl: await databases.empty(), config: CONFIG });
});

afterAll(() => at.close());

async function tocsin(verb: string, ...words: string[]): Promise<Ran> {
  const ran = await runVerb(
    incidentVerbs,
    ...['incident', verb, '--url', at.url, '--by', 'Lan', ...words],
  );
  await at.settle();
  return ran;
}

const first = (n = 1) => `INC-2026-03-17-00${n}`;
const text = async (path: string) => fetch(`${at.url}/api/v1/incidents/${path}`);

describe('the command line', () => {
  it('resumes nothing where nothing is open, and says so', async () => {
    const ran = await tocsin('resume');
    expect(ran).toMatchObject({ out: '', code: 1 });
    expect(ran.err).toContain('No incident is open.');
  });

  it('reports an incident with title, services and description', async () => {
    const { out, code } = await tocsin(
      'new',
      ...['--title', 'Search is slow', '--service', 'search,web', '--description', 'ten seconds'],
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^INC-2026-03-17-001 {2}SEV3\? {2}triage {2}Search is slow\n/);
    expect(out).toContain('  services   search, web\n');
    expect(out).toContain('  step       step-01-triage\n');
    expect(out).toMatch(/ {2}needs {6}the severity is not confirmed; .*: write "confirm"/);
  });

  it('shows it as JSON, too, and takes an id in small letters', async () => {
    const { out } = await tocsin('show', first().toLowerCase(), '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({ incident_id: first(), description: 'ten seconds' });
  });

  it('resumes the one that is open without its id', async () => {
    const { out, code } = await tocsin('resume');
    expect(code).toBe(0);
    expect(out).toContain(`${first()} · SEV3 · Search is slow`);
    expect(out).toMatch(/^Step 1 of 4: Triage$/m);
    expect(out).toMatch(/^\[A\] .+\n\[C\] .+$/m);
    expect(out).toContain(`Written down in: psm-artifacts/${first()}/step-1-output.md`);
    expect(out).toContain('Report: psm-artifacts/incident-shop-2026-03-17-001.md');
  });

  it('is refused with exit code 1 and with what is needed, each with its sentence', async () => {
    const { out, code } = await tocsin('say', first(), 'resolve');
    expect(code).toBe(1);
    expect(out).toContain('Not yet. Still needed:\n- the severity is not confirmed');
  });

  it('goes through its gates, asks the questions of a step, and shows what became known', async () => {
    for (const sentence of ['impact: search takes ten seconds', 'sev2 because half of them']) {
      expect((await tocsin('say', first(), sentence)).code).toBe(0);
    }
    const deeper = await tocsin('say', first(), '[A]');
    expect(deeper.out).toContain('A wider diagnosis has begun');
    expect(deeper.out).toMatch(/Ask yourselves:\n\? .+\?\n/);
    await tocsin('say', first(), 'override known-evidence because no metric covers it');
    expect((await tocsin('say', first(), 'cause: the index is cold')).code).toBe(0);
    await tocsin('say', first(), 'override known-evidence because no metric covers it');
    expect((await tocsin('say', first(), 'fix: warmed it rollback: none is needed')).code).toBe(0);
    const { out } = await tocsin('show', first());
    expect(out).toContain('  step       step-03-fix\n');
    expect(out).toContain('  cause      the index is cold');
    expect(out).toContain('  fix        warmed it; to undo it: none is needed\n');
    const resumed = await tocsin('resume', first());
    expect(resumed.out).toMatch(
      /✓ Step 1, Triage: done at .+\n✓ Step 2, .+: done at .+\nStep 3 of 4/,
    );
  });

  it('lists what can be resumed where several are open', async () => {
    await tocsin('new', 'Mail is late');
    const ran = await tocsin('resume');
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('name one: tocsin incident resume ID');
    expect(ran.out.split('\n').map((line) => line.slice(0, 18))).toEqual([first(2), first(1), '']);
  });

  it('escalates with a reason', async () => {
    const { out, code } = await tocsin('escalate', first(), 'nobody', 'is', 'awake');
    expect(code).toBe(0);
    expect(out).toContain('nobody is awake');
    expect((await at.timeline(first(), 'Escalated')).at(-1)).toContain('nobody is awake');
  });

  it('exports everything that is known', async () => {
    const { out } = await tocsin('export', first());
    expect(Object.keys(JSON.parse(out))).toEqual(['incident', 'timeline', 'signals', 'evidence']);
  });

  it.each([
    [2, ['show', 'nonsense'], 'ids look like INC-2026-11-22-001'],
    [2, ['new'], 'say what happens: --title'],
    [1, ['show', 'INC-2020-01-01-001'], 'There is no incident INC-2020-01-01-001'],
    [1, ['escalate', 'INC-2020-01-01-001'], '"tocsin incident list" shows what there is.'],
  ])('ends with %i and an error that helps: %j', async (code, words, error) => {
    const ran = await runCli(['incident', ...words, '--url', at.url]);
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toContain(error);
  });
});

describe('the API', () => {
  it('shows the step at hand: its text in both languages, questions, menu, and needs', async () => {
    const step = await at.get(`/api/v1/incidents/${first()}/step`);
    expect(step.steps_completed.map(({ step: n }: { step: number }) => n)).toEqual([1, 2]);
    expect(step.step).toMatchObject({ n: 3, name: 'step-03-fix', file: 'step-03-fix.md' });
    expect(step.step.title.vi).not.toBe(step.step.title.en);
    expect(step.step.body.vi).toContain('###');
    expect(step.step.questions.length).toBeGreaterThan(0);
    expect(step.step.skills.length).toBeGreaterThan(0);
    expect(step.step.menu.A.en).not.toBe('');
    expect(step.step.began_at).toBe(at.clock.now());
    expect(step.needs.map(({ need }: { need: string }) => need)).toContain('verification');
    expect(step.report).toBe('psm-artifacts/incident-shop-2026-03-17-001.md');
  });

  it('has the session files, the step outputs and the summary, as on the disk, never as HTML', async () => {
    for (const [path, type, file] of [
      ['session.yaml', 'text/plain', 'incident-session.yaml'],
      ['context.yaml', 'text/plain', 'incident-context.yaml'],
      ['steps/2/output.md', 'text/markdown', 'step-2-output.md'],
    ] as const) {
      const answer = await text(`${first()}/${path}`);
      expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await answer.text()).toBe(await at.artifact(`${first()}/${file}`));
    }
    const session = parse(await (await text(`${first()}/session.yaml`)).text());
    expect(session).toMatchObject({ next_step: 'step-03-fix' });
    expect(await (await text(`${first()}/summary.md`)).text()).toContain('the index is cold');
  });

  it.each([
    [`${first()}/steps/4/output.md`, 'There is no output of step 4 yet.'],
    [`${first()}/steps/5/output.md`, 'There is no such step.'],
    [`${first()}/steps/constructor/output.md`, 'There is no such step.'],
    ['INC-2020-01-01-001/step', 'There is no such incident.'],
  ])('answers 404 for %s', async (path, detail) => {
    const answer = await text(path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ detail });
  });
});
