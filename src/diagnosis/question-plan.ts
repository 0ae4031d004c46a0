/** The plan of an incident: which questions its metrics are asked, the most telling first, and no more than it may. */
import { badSideOf } from './bad-side.ts';
import { shownExpression } from './condition.ts';
import { alertExpressionKey } from './evidence-draft.ts';
import { withoutMatchers } from './label-scope.ts';
import { packQuestions, packsOf } from './pack-questions.ts';
import {
  type PlannedQuestion,
  type PlanRequest,
  type PlanSettings,
  windowsOf,
} from './planned-question.ts';
import { splitExpression } from './promql.ts';
import type { Subject } from './subject.ts';

const MOST_QUESTIONS = 40;

/** In the order of their worth: what each alert measures, then pack by pack. The same query is asked once. */
export function planQuestions(
  request: PlanRequest,
  settings: PlanSettings,
): readonly PlannedQuestion[] {
  const plan = new Map<string, PlannedQuestion>();
  const add = (question: PlannedQuestion) => {
    if (plan.size < MOST_QUESTIONS && !plan.has(question.query)) plan.set(question.query, question);
  };
  for (const subject of request.subjects) alertQuestion(subject, request, settings).forEach(add);
  const packed = request.subjects.map((subject) => packQuestions(subject, request, settings));
  for (const question of byTurns(packed)) {
    if (plan.size >= MOST_QUESTIONS) break;
    add(question);
  }
  return [...plan.values()];
}

/** Every metric that some variant for these subjects asks for: what the source can be asked about beforehand. */
export function metricsWanted({ subjects, packs }: PlanRequest): readonly string[] {
  const queries = subjects
    .flatMap((subject) => packsOf(subject, packs))
    .flatMap((pack) => pack.queries);
  return [
    ...new Set(queries.flatMap(({ variants }) => variants.flatMap(({ metrics }) => metrics))),
  ];
}

function alertQuestion(
  subject: Subject,
  request: PlanRequest,
  settings: PlanSettings,
): readonly PlannedQuestion[] {
  const split = subject.expression === null ? null : splitExpression(subject.expression);
  if (split === null || !split.ok) return [];
  const condition = split.value;
  const bare = withoutMatchers(shownExpression(condition), settings.ignoreLabels);
  const key = alertExpressionKey(condition.whole);
  return [
    {
      key,
      group: key,
      title: `What ${subject.alertname} measures`,
      query: bare.ok ? bare.value : shownExpression(condition),
      kind: 'other',
      unit: 'other',
      bad: badSideOf(condition),
      ...(condition.kind === 'absence' ? { missing: 0 } : {}),
      service: subject.service,
      serviceLabel: null,
      scope: [],
      windows: windowsOf(subject, request, settings),
    },
  ];
}

/** The first of each, then the second of each: no subject pushes another out of the plan. */
function* byTurns<T>(lists: readonly Generator<T>[]): Generator<T> {
  let open = lists;
  while (open.length > 0) {
    const turn = open.map((list) => ({ list, next: list.next() }));
    for (const { next } of turn) if (next.done !== true) yield next.value;
    open = turn.flatMap(({ list, next }) => (next.done === true ? [] : [list]));
  }
}
