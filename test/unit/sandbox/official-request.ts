/** What PagerDuty's own OpenAPI files, where they are at hand, have against a request that was sent. */
import type { RecordedRequest } from '../../../src/sandbox/loopback.ts';
import { at, inlined, type Json, openApi, problems } from './open-api.ts';

/** Empty where it is one that PagerDuty describes. Throws for a path or a method that it does not have. */
export function requestFaults(request: RecordedRequest): string[] {
  if (request.path !== '/v2/enqueue') return faultsOf(openApi('pagerduty-rest-subset'), request);
  const events = openApi('pagerduty-events-v2');
  return problems(events, ['paths', '/enqueue', 'post', 'requestBody'], request.body);
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: { readonly enum?: readonly unknown[] };
}

/** `/incidents/Q1/alerts` is a case of `/incidents/{id}/alerts`. */
function pathOf(document: Json, path: string): string {
  const paths = Object.keys(document['paths'] as Json);
  const found = paths.find((one) => one === path) ?? paths.find((one) => fits(one, path));
  if (found === undefined) throw new Error(`PagerDuty has no ${path}`);
  return found;
}

function fits(template: string, path: string): boolean {
  const [parts, given] = [template.split('/'), path.split('/')];
  return (
    parts.length === given.length &&
    parts.every((part, index) => part.startsWith('{') || part === given[index])
  );
}

function faultsOf(document: Json, request: RecordedRequest): string[] {
  const path = ['paths', pathOf(document, request.path), request.method.toLowerCase()];
  const operation = at(document, path) as Json | undefined;
  if (operation === undefined) throw new Error(`PagerDuty has no ${request.method} there`);
  const known = inlined(document, operation['parameters'] ?? []) as readonly Parameter[];
  const body =
    request.body === undefined ? [] : problems(document, [...path, 'requestBody'], request.body);
  return [...queryFaults(known, request), ...headerFaults(known, request), ...body];
}

function queryFaults(known: readonly Parameter[], request: RecordedRequest): string[] {
  return [...request.query].flatMap(([name, value]) => {
    const parameter = known.find((one) => one.in === 'query' && one.name === name);
    const allowed = parameter?.schema?.enum ?? [value];
    return allowed.includes(value) && parameter !== undefined ? [] : [`${name}=${value}`];
  });
}

/** From is asked for in some places, and must not be sent in the others. */
function headerFaults(known: readonly Parameter[], request: RecordedRequest): string[] {
  const headers = known.filter((one) => one.in === 'header' && one.required === true);
  const names = headers.map((one) => one.name.toLowerCase());
  const missing = names.filter((name) => request.headers[name] === undefined);
  const needless = 'from' in request.headers && !names.includes('from') ? ['needless from'] : [];
  return [...missing, ...needless];
}
