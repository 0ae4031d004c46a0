import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backtestVerb } from '../../../src/cli/backtest.ts';
import { explainVerb } from '../../../src/cli/explain.ts';
import { testRulesVerb } from '../../../src/cli/test-rules.ts';
import { runVerb } from './run-verb.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tocsin-verbs-'));
  await writeFile(
    join(dir, 'a.yaml'),
    `groups: [{name: g, rules: [{rule: Bad, match: ['alertname = "Bad"'], severity: SEV1, reason: it is bad}]}]\n`,
  );
});

afterEach(() => rm(dir, { recursive: true }));

describe('tocsin explain', () => {
  const explain = (...argv: string[]) => runVerb(explainVerb, 'explain', '--rules', dir, ...argv);

  it('explains a payload as JSON', async () => {
    const payload = join(dir, 'payload.json');
    const alert = {
      status: 'firing',
      labels: { alertname: 'Bad', service: 'shop' },
      annotations: {},
    };
    await writeFile(payload, JSON.stringify({ version: '4', groupKey: 'k', alerts: [alert] }));
    const ran = await explain('-f', payload, '-o', 'json');
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out)).toMatchObject({
      proposal: {
        severity: 'SEV1',
        rule: 'g/Bad',
        reason: 'it is bad',
        affected_services: ['shop'],
      },
      alerts: [
        {
          name: 'Bad',
          status: 'firing',
          correlation_key: 'groupKey:k',
          explanation: { winner: 'g/Bad', rules: [{ rule: 'g/Bad', matched: true, failed: [] }] },
        },
      ],
    });
  });

  it('explains labels as text', async () => {
    const ran = await explain('--labels', 'alertname=Good,env="my prod"');
    expect(ran.out).toContain('Proposal: SEV3 by default: no rule matched; the default is SEV3\n');
    expect(ran.out).toContain('    - SEV1 g/Bad: "Good" fails alertname="Bad"\n');
  });

  it('says what is wrong with the payload', async () => {
    const payload = join(dir, 'payload.json');
    await writeFile(payload, '{"alerts": [');
    await expect(explain('-f', payload)).rejects.toThrow('line 1, column');
  });

  it('asks for one of a payload and labels', async () => {
    expect((await explain()).code).toBe(2);
    expect((await explain('-f', 'x', '--labels', 'a=b')).code).toBe(2);
  });

  it('refuses labels that are none, with the place', async () => {
    expect((await explain('--labels', "a='b'")).err).toContain("' is no quote here (character 3)");
    expect((await explain('--labels', 'a=~b')).err).toContain('a=~"b" is no label');
  });

  it('shows what is wrong with the rules', async () => {
    await writeFile(join(dir, 'b.yaml'), 'groups: 5\n');
    const ran = await explain('--labels', 'a=b');
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('"groups" must be a list');
  });
});

describe('tocsin test rules', () => {
  const test = (...argv: string[]) => runVerb(testRulesVerb, 'test', 'rules', ...argv);

  async function write(severity: string): Promise<string> {
    const path = join(dir, 'test.yml');
    await writeFile(
      path,
      `rule_files: [a.yaml]\ntests: [{name: t, alerts: [{at: 0m, labels: {alertname: Bad}}], severity_test: [{eval_time: 0m, exp_severity: ${severity}}]}]\n`,
    );
    return path;
  }

  it('prints what passed, and the coverage', async () => {
    const ran = await test(await write('SEV1'));
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('SUCCESS  1 checks, 1/1 rules exercised');
  });

  it('exits 1 when a test fails, and shows both sides', async () => {
    const ran = await test(await write('SEV2'));
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('exp: SEV2\n        got: SEV1\n');
  });

  it('prints JSON', async () => {
    const ran = await test(await write('SEV2'), '-o', 'json');
    expect(JSON.parse(ran.out)).toMatchObject({
      success: false,
      files: [{ success: false, failures: [{ exp: 'SEV2', got: 'SEV1' }] }],
      coverage: { rules: 1, exercised: 1, missing: [] },
    });
  });

  it('runs the tests that ship when no file is named', async () => {
    const ran = await test();
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('Unit testing:  rules/tests/services.yaml');
  });
});

describe('tocsin backtest', () => {
  const backtest = (...argv: string[]) =>
    runVerb(backtestVerb, 'backtest', '--rules', dir, ...argv);

  function incident(id: string, confirmed: object | null) {
    return {
      incident_id: id,
      severity: 'SEV2',
      severity_proposal: { severity: 'SEV2', rule: 'r', reason: 'x' },
      severity_confirmed: confirmed,
    };
  }

  const person = { by: 'Khang', at: 'x', severity: 'SEV2', how: 'person' };
  const signals = {
    signals: [
      {
        source: 'alertmanager',
        fingerprint: 'f',
        status: 'resolved',
        name: 'Bad',
        labels: { alertname: 'Bad' },
        annotations: {},
        startsAt: null,
        endsAt: null,
        generatorUrl: '',
        groupKey: 'k',
      },
    ],
  };

  it('takes exported incidents', async () => {
    const one = join(dir, 'one.json');
    const many = join(dir, 'many.json');
    await writeFile(one, JSON.stringify({ incident: incident('INC-1', person), signals }));
    const deadline = { ...person, how: 'deadline' };
    await writeFile(many, JSON.stringify([{ incident: incident('INC-2', deadline), signals }]));
    const ran = await backtest('--data', one, many, '-o', 'json');
    expect(JSON.parse(ran.out)).toMatchObject({
      samples: 2,
      skipped: 1,
      now: { same: 0, raised: 1, lowered: 0 },
      before: { same: 1, raised: 0, lowered: 0 },
      rows: [{ incidentId: 'INC-1', now: 'SEV1', rule: 'g/Bad', change: 'raised' }],
    });
  });

  it('says when a file holds something else', async () => {
    const path = join(dir, 'x.json');
    await writeFile(path, '[1]');
    await expect(backtest('--data', path)).rejects.toThrow('holds no exported incidents');
    await writeFile(path, 'x');
    await expect(backtest('--data', path)).rejects.toThrow('is not JSON');
  });

  it('asks for one of a file and a service', async () => {
    expect((await backtest('--data', 'x', '--url', 'http://127.0.0.1:1')).code).toBe(2);
  });

  describe('from a running service', () => {
    let server: Server;

    beforeEach(async () => {
      server = createServer((req, res) => {
        const { pathname, searchParams } = new URL(req.url ?? '', 'http://x');
        const first = { incidents: [incident('INC-1', person)], next_cursor: 'two' };
        const second = { incidents: [incident('INC-2', null)], next_cursor: null };
        const answers: Record<string, unknown> = {
          '/api/v1/incidents': searchParams.get('cursor') === 'two' ? second : first,
          '/api/v1/incidents/INC-1/signals': signals,
        };
        const answer = answers[pathname];
        res.writeHead(answer === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
        res.end(JSON.stringify(answer ?? {}));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });

    afterEach(() => new Promise<unknown>((resolve) => server.close(resolve)));

    it('takes every page, and the signals of what was confirmed', async () => {
      const { port } = server.address() as AddressInfo;
      const ran = await backtest('--url', `http://127.0.0.1:${port}`);
      expect(ran.out).toContain('1 of 2 incidents compared\n');
      expect(ran.out).toContain(
        '  INC-1  confirmed SEV2, then SEV2, now SEV1 by g/Bad: it is bad\n',
      );
    });
  });
});
