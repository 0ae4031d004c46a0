/** Subjects whose alerts carry no expression get the one of the metric source's rule of that name. */
import type { Subject } from '../diagnosis/subject.ts';
import type { Metrics } from '../ports/metrics.ts';
import { PortError } from '../ports/port-error.ts';
import type { Look } from './look.ts';

export async function withSubjectExpressions(metrics: Metrics | null, look: Look): Promise<Look> {
  if (metrics === null) return look;
  const subjects = await Promise.all(look.subjects.map((each) => withExpression(metrics, each)));
  return { ...look, subjects };
}

async function withExpression(metrics: Metrics, subject: Subject): Promise<Subject> {
  if (subject.expression !== null) return subject;
  try {
    return { ...subject, expression: await metrics.ruleExpression(subject.alertname) };
  } catch (error) {
    if (error instanceof PortError) return subject;
    throw error;
  }
}
