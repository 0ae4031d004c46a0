/** The sandbox's Prometheus answers the query API from series that are functions of time. */
import {
  type Answer,
  type Loopback,
  type LoopbackOptions,
  openLoopback,
  type RecordedRequest,
  wallClock,
} from './loopback.ts';
import {
  badData,
  parameter,
  QueryRefused,
  readStep,
  readTime,
  sampleText,
  succeed,
} from './prometheus-api.ts';
import { exemplarsJson, type SandboxExemplar } from './prometheus-exemplars.ts';
import { type Labels, normalised } from './prometheus-expression.ts';
import {
  type AlertingRule,
  type Answerer,
  evaluator,
  keyOf,
  ruleJson,
  selected,
  type World,
} from './prometheus-world.ts';

export interface PrometheusSandboxOptions extends LoopbackOptions {
  /** Path prefix such as `/prometheus`. Default none. */
  readonly prefix?: string;
  /** Like servers before 2.44, which list all rules whatever name they are asked for. Default false. */
  readonly ignoresRuleNames?: boolean;
  /** Seconds between two scrapes. Default 15. */
  readonly scrapeEvery?: number;
}

export interface PrometheusSandbox extends Loopback {
  /** Defines a series; null is a gap. The same name and labels again replace it. */
  set(name: string, labels: Labels, value: (epochSeconds: number) => number | null): void;
  /** Answers an expression that selectors cannot, such as `sum(rate(x[5m]))`; a comparison may follow it in a query. */
  answer(expression: string, answerer: Answerer): void;
  rule(rule: AlertingRule): void;
  /** A request behind a series. */
  exemplar(exemplar: SandboxExemplar): void;
}

export async function openPrometheus(
  options: PrometheusSandboxOptions = {},
): Promise<PrometheusSandbox> {
  const { scrapeEvery = 15 } = options;
  const world: World = {
    ...{ series: new Map(), answers: new Map(), rules: [], exemplars: [] },
    scrapeEvery,
  };
  const clock = options.clock ?? wallClock;
  const now = () => Date.parse(clock.now()) / 1000;
  const loopback = await openLoopback((request) => route(world, options, request, now()), options);
  return {
    ...loopback,
    url: `${loopback.url}${options.prefix ?? ''}`,
    set: (name, labels, value) => {
      const all = { __name__: name, ...labels };
      world.series.set(keyOf(all), { labels: all, value });
    },
    answer: (expression, answerer) => world.answers.set(normalised(expression), answerer),
    rule: (rule) => world.rules.push(rule),
    exemplar: (exemplar) => world.exemplars.push(exemplar),
  };
}

function route(
  world: World,
  options: PrometheusSandboxOptions,
  request: RecordedRequest,
  now: number,
): Answer {
  const prefix = options.prefix ?? '';
  const path = request.path.startsWith(prefix) ? request.path.slice(prefix.length) : '';
  try {
    const answer = API[path]?.(world, options, request, now);
    if (answer !== undefined) return answer;
  } catch (error) {
    if (error instanceof QueryRefused) return error.answer;
    throw error;
  }
  if (path === '/-/ready') return { status: 200, body: 'Prometheus Server is Ready.\n' };
  if (path === '/-/healthy') return { status: 200, body: 'Prometheus Server is Healthy.\n' };
  return { status: 404, body: '404 page not found\n' };
}

type Endpoint = (
  world: World,
  options: PrometheusSandboxOptions,
  request: RecordedRequest,
  now: number,
) => Answer;

const API: Readonly<Record<string, Endpoint>> = {
  '/api/v1/query': (world, _, request, now) => instant(world, request, now),
  '/api/v1/query_range': (world, _, request) => range(world, request),
  '/api/v1/series': (world, _, request) => listSeries(world, request),
  '/api/v1/label/__name__/values': (world, _, request) => listNames(world, request),
  '/api/v1/rules': listRules,
  '/api/v1/query_exemplars': (world, _, request) => listExemplars(world, request),
};

function instant(world: World, request: RecordedRequest, now: number): Answer {
  const at = readTime('time', parameter(request, 'time'), now);
  const evaluate = evaluator(world, parameter(request, 'query'));
  if (evaluate.scalar !== null) {
    return succeed({ resultType: 'scalar', result: [at, sampleText(evaluate.scalar)] });
  }
  const rows = evaluate.at(at);
  const result = rows.map((row) => ({ metric: row.labels, value: [at, sampleText(row.value)] }));
  return succeed({ resultType: 'vector', result });
}

const MOST_POINTS = 11_000;

function range(world: World, request: RecordedRequest): Answer {
  const start = readTime('start', parameter(request, 'start'));
  const end = readTime('end', parameter(request, 'end'));
  if (end < start)
    return badData('invalid parameter "end": end timestamp must not be before start time');
  const step = readStep(parameter(request, 'step'));
  if ((end - start) / step > MOST_POINTS) {
    return badData(
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  const evaluate = evaluator(world, parameter(request, 'query'), 'range');
  const found = new Map<string, { metric: Labels; values: [number, string][] }>();
  for (let index = 0; start + index * step <= end; index += 1) {
    const at = start + index * step;
    for (const row of evaluate.at(at)) {
      const key = keyOf(row.labels);
      const line = found.get(key) ?? { metric: row.labels, values: [] };
      line.values.push([at, sampleText(row.value)]);
      found.set(key, line);
    }
  }
  return succeed({ resultType: 'matrix', result: [...found.values()] });
}

function listSeries(world: World, request: RecordedRequest): Answer {
  const wanted = request.query.getAll('match[]');
  if (wanted.length === 0) return badData('no match[] parameter provided');
  return succeed(selected(world, wanted));
}

function listNames(world: World, request: RecordedRequest): Answer {
  const wanted = request.query.getAll('match[]');
  const found = selected(world, wanted.length === 0 ? ['{__name__!=""}'] : wanted);
  return succeed([...new Set(found.map((labels) => labels['__name__'] ?? ''))].sort());
}

function listExemplars(world: World, request: RecordedRequest): Answer {
  const start = readTime('start', parameter(request, 'start'));
  const end = readTime('end', parameter(request, 'end'));
  const query = parameter(request, 'query');
  if (query === '') return badData('invalid parameter "query": no expression found in input');
  return succeed(exemplarsJson(world.exemplars, query, { start, end }));
}

function listRules(
  world: World,
  options: PrometheusSandboxOptions,
  request: RecordedRequest,
  now: number,
): Answer {
  const names = options.ignoresRuleNames === true ? [] : request.query.getAll('rule_name[]');
  const alertsWanted = (request.query.get('type') ?? 'alert') === 'alert';
  const rules = world.rules.filter((rule) => names.length === 0 || names.includes(rule.name));
  if (!alertsWanted || rules.length === 0) return succeed({ groups: [] });
  const lastEvaluation = new Date(now * 1000).toISOString();
  const evaluated = { evaluationTime: 0.0003, lastEvaluation };
  const listed = rules.map((rule) => ({ ...ruleJson(world, rule, now), ...evaluated }));
  const group = { name: 'sandbox', file: 'sandbox.yml', rules: listed, interval: 15, limit: 0 };
  return succeed({ groups: [{ ...group, ...evaluated }] });
}
