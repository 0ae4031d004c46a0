/** Wiring: the adapters that the configuration asks for. */
import { createAlertmanager } from './adapters/alertmanager.ts';
import { createFallbackChain } from './adapters/fallback-chain.ts';
import { createFallbackEmail } from './adapters/fallback-email.ts';
import { createFallbackRoutingKey } from './adapters/fallback-routing-key.ts';
import { createFallbackWebhook } from './adapters/fallback-webhook.ts';
import { createLogPager } from './adapters/log-pager.ts';
import { createPagerDutyBoard } from './adapters/pagerduty-board.ts';
import { createPagerDutyNotes } from './adapters/pagerduty-notes.ts';
import { createPagerDutyPager } from './adapters/pagerduty-pager.ts';
import { createPrometheus } from './adapters/prometheus.ts';
import type { Config } from './config/config.ts';
import { revealed } from './config/secret.ts';
import { evidenceFor } from './evidence-wiring.ts';
import type { AlertSource } from './ports/alert-source.ts';
import type { Clock } from './ports/clock.ts';
import type { DutyBoard } from './ports/duty-board.ts';
import type { Exemplars } from './ports/exemplars.ts';
import type { Fallback } from './ports/fallback.ts';
import type { Log } from './ports/log.ts';
import type { Metrics } from './ports/metrics.ts';
import type { Notes, Pager } from './ports/pager.ts';
import type { Parts } from './service/parts.ts';
import { stakeholdersFor } from './stakeholder-wiring.ts';

type Windows = Pick<
  Parts,
  | 'pager'
  | 'notes'
  | 'board'
  | 'hearsPagerduty'
  | 'fallback'
  | 'chat'
  | 'statusBoard'
  | 'stakeholderHook'
  | 'alertSource'
  | 'metrics'
  | 'exemplars'
  | 'logs'
  | 'traces'
>;

/** Everything that the configuration knows of the world outside. */
export interface Outside extends Windows {
  /** Lets go of connections that were kept. */
  close(): void;
}

/** Connects to nothing yet. Throws PortError `refused` for an address that may not be called. */
export function outsideFor(config: Config, log: Log, clock: Clock): Outside {
  const metrics = metricsFor(config);
  const { close: closeEvidence, ...evidence } = evidenceFor(config);
  const alertSource = alertSourceFor(config);
  const fallback = fallbackFor(config, log);
  const stakeholders = stakeholdersFor(config, clock);
  return {
    ...stakeholders,
    pager: pagerFor(config, log),
    notes: notesFor(config, log),
    board: boardFor(config, clock),
    hearsPagerduty: config.pagerduty.webhookSecrets.length > 0,
    fallback: fallback.chain,
    alertSource,
    metrics,
    exemplars: metrics,
    ...evidence,
    close() {
      fallback.close();
      stakeholders.close();
      metrics?.close();
      closeEvidence();
      alertSource?.close();
    },
  };
}

/** In this order; the chain is null where none of them is configured. */
function fallbackFor(
  { pagerduty }: Config,
  log: Log,
): { readonly chain: Fallback | null; close(): void } {
  const { routingKey, webhookUrl, email } = pagerduty.fallback;
  const ways: Fallback[] = [];
  if (routingKey !== null) {
    const { eventsUrl } = pagerduty;
    const pager = createPagerDutyPager({ routingKey: routingKey.reveal(), eventsUrl });
    ways.push(createFallbackRoutingKey(pager));
  }
  const webhook = webhookUrl === null ? null : createFallbackWebhook({ url: webhookUrl.reveal() });
  if (webhook !== null) ways.push(webhook);
  if (email !== null) {
    const { smtpUrl, from, to } = email;
    ways.push(createFallbackEmail({ url: smtpUrl.reveal(), from, to }));
  }
  const chain = createFallbackChain(ways, log.child({ component: 'fallback' }));
  return { chain, close: () => webhook?.close() };
}

/** null without an API token: then PagerDuty is only heard and rung. */
export function boardFor(
  { pagerduty }: Config,
  clock: Clock,
  timeoutMs = LOOKUP_MS,
): DutyBoard | null {
  if (pagerduty.apiToken === null) return null;
  return createPagerDutyBoard({
    apiToken: pagerduty.apiToken.reveal(),
    from: pagerduty.from ?? '',
    apiUrl: pagerduty.apiUrl,
    clock,
    timeoutMs,
  });
}

/** Without a routing key the log says what would have been sent. */
function pagerFor({ pagerduty }: Config, log: Log): Pager {
  if (pagerduty.routingKey !== null) {
    const routingKey = pagerduty.routingKey.reveal();
    return createPagerDutyPager({ routingKey, eventsUrl: pagerduty.eventsUrl });
  }
  const pages = log.child({ component: 'pager' });
  return createLogPager((message, facts) => pages.warn(message, facts));
}

/** PagerDuty waits five seconds for the answer to a webhook, so what is asked meanwhile must be quicker. */
const LOOKUP_MS = 3000;

/** null without an API token: then notes are heard but not answered. */
function notesFor({ pagerduty }: Config, log: Log): Notes | null {
  if (pagerduty.apiToken === null) return null;
  if (pagerduty.from === null) {
    log.warn(
      'PAGERDUTY_FROM is not set: PagerDuty refuses notes without the e-mail address of a user',
    );
  }
  return createPagerDutyNotes({
    apiToken: pagerduty.apiToken.reveal(),
    from: pagerduty.from ?? '',
    apiUrl: pagerduty.apiUrl,
  });
}

export function metricsFor(
  { sources, diagnosis }: Config,
  timeoutMs = diagnosis.queryTimeout * 1000,
): (Metrics & Exemplars & { close(): void }) | null {
  if (sources.prometheusUrl === null) return null;
  return createPrometheus({
    baseUrl: sources.prometheusUrl,
    headers: revealed(sources.prometheusHeaders),
    timeoutMs,
  });
}

/** null without an address: then a resolve that was lost stays lost. */
export function alertSourceFor(
  { sources }: Config,
  timeoutMs = 10_000,
): (AlertSource & { close(): void }) | null {
  if (sources.alertmanagerUrl === null) return null;
  return createAlertmanager({
    baseUrl: sources.alertmanagerUrl,
    headers: revealed(sources.alertmanagerHeaders),
    timeoutMs,
  });
}
