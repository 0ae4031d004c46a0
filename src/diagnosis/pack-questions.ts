/** The questions of the packs that fit a subject, each filled with its labels. */
import { alertKind } from './alert-kind.ts';
import { shortHash } from './frozen-evidence.ts';
import { scopeOf, withoutMatchers } from './label-scope.ts';
import { filteredValue } from './missing-values.ts';
import { narrow } from './narrow.ts';
import {
  type PlannedQuestion,
  type PlanRequest,
  type PlanSettings,
  windowsOf,
} from './planned-question.ts';
import { metricsNamed } from './promql-selectors.ts';
import { parsePromql } from './promql-tree.ts';
import { type PackQuery, packsFor, type QueryPack } from './query-pack.ts';
import { fillTemplate, type QueryTemplate } from './query-template.ts';
import type { QuestionWindows } from './question-windows.ts';
import type { Subject } from './subject.ts';
import { calleesOf, callersAbove, callersOf, type Topology } from './topology.ts';

const MOST_CALLERS = 5;

/** One after another, because each takes a while to write and the plan is soon full. */
export function* packQuestions(
  subject: Subject,
  request: PlanRequest,
  settings: PlanSettings,
): Generator<PlannedQuestion> {
  const around = {
    services: servicesAround(subject, request.topology),
    windows: windowsOf(subject, request, settings),
    scope: scopeOf(subject.labels, settings.ignoreLabels),
  };
  for (const pack of packsOf(subject, request.packs)) {
    for (const query of pack.queries) {
      for (const template of query.variants) {
        const text = isKnown(template, settings)
          ? textOf(template, subject, around, settings)
          : null;
        if (text === null) continue;
        yield {
          ...named(pack, query, subject, text),
          service: subject.service,
          serviceLabel: template.serviceLabel,
          windows: around.windows,
          scope: Object.keys(around.scope),
        };
      }
    }
  }
}

interface Around {
  readonly services: readonly string[];
  readonly windows: QuestionWindows;
  readonly scope: Subject['labels'];
}

function isKnown({ metrics }: QueryTemplate, { known = null }: PlanSettings): boolean {
  return known === null || metrics.every((name) => known.has(name));
}

/** null where the subject lacks a label that the template needs. */
function textOf(
  template: QueryTemplate,
  { labels }: Subject,
  { services, scope }: Around,
  { ignoreLabels }: PlanSettings,
): string | null {
  const several = template.serviceLabel !== null && services.length > 0;
  const filled = fillTemplate(template, several ? { ...labels, service: services } : labels);
  if (filled === null) return null;
  const bare = ignoreLabels.length === 0 ? null : withoutMatchers(filled, ignoreLabels);
  const closer = narrow(bare?.ok ? bare.value : filled, scope);
  return closer.ok ? closer.value : filled;
}

function named(pack: QueryPack, query: PackQuery, subject: Subject, text: string) {
  const { kind, unit, bad } = query;
  const group = `${pack.name}/${query.key}:${shortHash(JSON.stringify(subject.labels))}`;
  const title = subject.service === null ? query.title : `${query.title} (${subject.service})`;
  const missing = filteredValue(text, bad);
  return {
    key: `${pack.name}/${query.key}:${shortHash(text)}`,
    group,
    title,
    query: text,
    kind,
    unit,
    bad,
    ...(missing === undefined ? {} : { missing }),
  };
}

/** The packs for a subject, the most telling first. */
export function packsOf(subject: Subject, packs: readonly QueryPack[]): readonly QueryPack[] {
  const parsed = subject.expression === null ? null : parsePromql(subject.expression);
  const metrics = parsed?.ok ? metricsNamed(parsed.value) : [];
  return packsFor(packs, { packs: subject.packs, labels: subject.labels, metrics });
}

/** The service itself, what it depends on, and who calls it: all the way up where it gets too few requests. */
function servicesAround(subject: Subject, topology: Topology): readonly string[] {
  const { service } = subject;
  if (service === null) return [];
  const callers =
    alertKind(subject) === 'traffic'
      ? callersAbove(topology, service)
      : callersOf(topology, service).slice(0, MOST_CALLERS);
  return [...new Set([service, ...calleesOf(topology, service), ...callers])];
}
