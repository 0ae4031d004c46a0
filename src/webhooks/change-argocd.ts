/** Argo CD's syncs: an Application as its notifications hand it over, `{"app": {{toJson .app}}}`. */
import type { Instant } from '../domain/instant.ts';
import {
  linkOf,
  momentOf,
  revisionOf,
  serviceNames,
  summaryOf,
  type Told,
  word,
} from './change-fields.ts';
import { type Given, isObject, part } from './given.ts';

const FAILED: ReadonlySet<string> = new Set(['Failed', 'Error']);

/** The Application in a body; null where there is none. */
export function argoApplication(body: Given): Given | null {
  const found = [body['app'], body['application'], body].find(isApplication);
  return found ?? null;
}

export function readArgo(app: Given, body: Given, receivedAt: Instant): Told {
  const [metadata, status] = [part(app, 'metadata'), part(app, 'status')];
  const operation = part(status, 'operationState');
  const phase = word(operation['phase']);
  if (phase === '') return { ignored: 'the application was never synced' };
  const name = word(metadata['name']);
  const hasFailed = FAILED.has(phase);
  const revision = revisionOf(
    part(operation, 'syncResult')['revision'] ?? part(status, 'sync')['revision'],
  );
  const startedAt = word(operation['startedAt']);
  const target = word(part(part(app, 'spec'), 'destination')['namespace']);
  const where = target === '' ? '' : ` in ${target}`;
  return {
    change: {
      key: `sync:${word(metadata['namespace'])}/${name}:${startedAt}${hasFailed ? ':failed' : ''}`,
      source: 'argocd',
      kind: 'deploy',
      at: momentOf(receivedAt, operation['startedAt'], operation['finishedAt']),
      summary: summaryOf(`${hasFailed ? 'Failed sync' : 'Sync'} of ${name}${where} to ${revision}`),
      services: serviceNames(name),
      version: revision,
      link: linkOf(body['link'], body['url']),
    },
  };
}

function isApplication(value: unknown): value is Given {
  if (!isObject(value) || !isObject(value['metadata'])) return false;
  const isNamed = value['kind'] === 'Application';
  const looksSo = isObject(value['spec']) && isObject(value['status']);
  return (isNamed || looksSo) && word(value['metadata']['name']) !== '';
}
