/** GitHub's deployments and workflow runs, as its webhooks tell them. */
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
import { type Given, part } from './given.ts';

/** Begun or done: told twice, it is one change. */
const UNDER_WAY: ReadonlySet<string> = new Set(['in_progress', 'success']);
const FAILED: ReadonlySet<string> = new Set(['failure', 'error', 'timed_out']);
/** Most workflows only test; one that changes something says so in its name. */
const SPEAKS_OF_CHANGE =
  /deploy|release|roll ?out|rollback|promote|publish|migrat|terraform|feature.?flag/i;

export function isGithub(body: Given): boolean {
  return 'deployment_status' in body || 'workflow_run' in body;
}

/** `event`: the header X-GitHub-Event, where there is one. */
export function readGithub(body: Given, event: string | null, receivedAt: Instant): Told {
  if ('deployment_status' in body) return deployment(body, receivedAt);
  if ('workflow_run' in body) return workflowRun(body, receivedAt);
  const name = word(event ?? '', 60);
  return {
    ignored: `the event ${JSON.stringify(name)} is no change: send deployment_status or workflow_run`,
  };
}

function deployment(body: Given, receivedAt: Instant): Told {
  const [status, about] = [part(body, 'deployment_status'), part(body, 'deployment')];
  const state = word(status['state']);
  if (!UNDER_WAY.has(state) && !FAILED.has(state)) {
    return { ignored: `a deployment that is ${JSON.stringify(state)} changes nothing` };
  }
  const repository = part(body, 'repository');
  const payload = part(about, 'payload');
  const services = serviceNames(payload['service'], payload['services']);
  const version = revisionOf(about['sha']);
  const environment = word(status['environment']) || word(about['environment']);
  const what = `deployment of ${repositoryName(repository)} ${word(about['ref'])} (${version})`;
  const where = environment === '' ? '' : ` to ${environment}`;
  return {
    change: {
      key: `deployment:${repositoryName(repository)}:${word(about['id'])}${failedMark(state)}`,
      source: 'github',
      kind: 'deploy',
      at: momentOf(receivedAt, status['created_at'], about['created_at']),
      summary: summaryOf(`${FAILED.has(state) ? 'Failed ' : ''}${what}${where}`),
      services: services.length > 0 ? services : serviceNames(repository['name']),
      version,
      link: linkOf(status['target_url'], status['log_url'], repository['html_url']),
    },
  };
}

function workflowRun(body: Given, receivedAt: Instant): Told {
  const [run, repository] = [part(body, 'workflow_run'), part(body, 'repository')];
  const name = word(run['name']);
  if (!SPEAKS_OF_CHANGE.test(`${name} ${word(run['path'])}`)) {
    return {
      ignored: `the workflow ${JSON.stringify(name)} does not say that it changes anything`,
    };
  }
  const state = word(run['conclusion']) || word(run['status']);
  if (!UNDER_WAY.has(state) && !FAILED.has(state)) {
    return { ignored: `a run that is ${JSON.stringify(state)} changes nothing` };
  }
  const version = revisionOf(run['head_sha']);
  const id = `${word(run['id'])}:${word(run['run_attempt']) || '1'}`;
  const what = `${name} of ${repositoryName(repository)} ${word(run['head_branch'])} (${version})`;
  return {
    change: {
      key: `run:${repositoryName(repository)}:${id}${failedMark(state)}`,
      source: 'github',
      kind: 'deploy',
      at: momentOf(receivedAt, run['run_started_at'], run['created_at']),
      summary: summaryOf(`${FAILED.has(state) ? 'Failed: ' : ''}${what}`),
      services: serviceNames(repository['name']),
      version,
      link: linkOf(run['html_url'], repository['html_url']),
    },
  };
}

/** That it failed is news of its own: what was half done may be worse than both. */
function failedMark(state: string): string {
  return FAILED.has(state) ? ':failed' : '';
}

function repositoryName(repository: Given): string {
  return word(repository['full_name']) || word(repository['name']) || 'an unnamed repository';
}
