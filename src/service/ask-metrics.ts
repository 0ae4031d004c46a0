/** Asks the metric source about alerts; an answer that is too long is asked again, alert by alert. */
import type { Labels } from '../diagnosis/alert-series.ts';
import { narrow } from '../diagnosis/narrow.ts';
import type { Meter } from '../ports/meter.ts';
import type { MetricAnswer, Metrics, RangeQuestion, Series } from '../ports/metrics.ts';
import { PortError } from '../ports/port-error.ts';

/** More alerts than this are not asked one by one: the answer stays cut, and says so. */
const MOST_ALERTS = 10;

type Counting = Pick<Meter, 'evidenceQuery'>;

/** Throws PortError. */
export async function askAbout(
  parts: { readonly meter: Counting },
  metrics: Metrics,
  question: RangeQuestion,
  alerts: readonly Labels[],
): Promise<MetricAnswer> {
  const wide = await timed(parts.meter, () => metrics.range(question));
  if (!wide.truncated || alerts.length === 0 || alerts.length > MOST_ALERTS) return wide;
  const names = namesOfAll(wide.series);
  const answers: MetricAnswer[] = [];
  for (const alert of alerts) {
    const narrowed = narrow(question.query, pick(alert, names));
    if (!narrowed.ok || narrowed.value === question.query) return wide;
    const closer = { ...question, query: narrowed.value };
    answers.push(await timed(parts.meter, () => metrics.range(closer)));
  }
  // A label that the expression itself makes exists on no selector: then the narrow answers are empty.
  return answers.some((answer) => answer.series.length > 0) ? united(answers) : wide;
}

/** What `ask` gives, counted as a question to the metric source. */
export async function timed(
  meter: Counting,
  ask: () => Promise<MetricAnswer>,
): Promise<MetricAnswer> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  try {
    const answer = await ask();
    meter.evidenceQuery('prometheus', 'ok', seconds());
    return answer;
  } catch (error) {
    if (error instanceof PortError) meter.evidenceQuery('prometheus', error.reason, seconds());
    throw error;
  }
}

/** Only labels that every series carries; those that Prometheus or the rule added to the alert are on none. */
function namesOfAll(series: readonly Series[]): ReadonlySet<string> {
  const [first, ...others] = series.map((each) => Object.keys(each.labels));
  const common = (first ?? []).filter((name) => others.every((names) => names.includes(name)));
  return new Set(common.filter((name) => name !== '__name__'));
}

function pick(labels: Labels, names: ReadonlySet<string>): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.has(name)));
}

function united(answers: readonly MetricAnswer[]): MetricAnswer {
  const series = new Map<string, Series>();
  for (const each of answers.flatMap((answer) => answer.series)) {
    series.set(JSON.stringify(Object.entries(each.labels).sort()), each);
  }
  return {
    series: [...series.values()],
    warnings: [...new Set(answers.flatMap((answer) => answer.warnings))],
    truncated: answers.some((answer) => answer.truncated),
  };
}
