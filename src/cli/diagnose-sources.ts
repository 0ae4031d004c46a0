/** The sources of a diagnosis from the command line: those that it names, else those of the configuration. */
import type { Config } from '../config/config.ts';
import { evidenceFor } from '../evidence-wiring.ts';
import type { Exemplars } from '../ports/exemplars.ts';
import type { Logs } from '../ports/logs.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Traces } from '../ports/traces.ts';
import { metricsFor } from '../wiring.ts';

export interface Sources {
  readonly metrics: (Metrics & Exemplars) | null;
  readonly logs: Logs | null;
  readonly traces: Traces | null;
  close(): void;
}

export interface Named {
  readonly prometheus?: string;
  readonly loki?: string;
  readonly tempo?: string;
}

/** Throws PortError `refused` for an address that may not be called. */
export function openSources(config: Config, named: Named): Sources {
  const { sources } = config;
  const prometheus = chosen(named.prometheus, sources.prometheusUrl, sources.prometheusHeaders);
  const loki = chosen(named.loki, sources.lokiUrl, sources.lokiHeaders);
  const tempo = chosen(named.tempo, sources.tempoUrl, sources.tempoHeaders);
  const wanted: Config = {
    ...config,
    sources: {
      ...sources,
      prometheusUrl: prometheus.url,
      prometheusHeaders: prometheus.headers,
      lokiUrl: loki.url,
      lokiHeaders: loki.headers,
      tempoUrl: tempo.url,
      tempoHeaders: tempo.headers,
    },
  };
  const metrics = metricsFor(wanted);
  const { close: closeEvidence, ...evidence } = evidenceFor(wanted);
  return {
    metrics,
    ...evidence,
    close() {
      metrics?.close();
      closeEvidence();
    },
  };
}

type Headers = Config['sources']['prometheusHeaders'];

/** Credentials that are configured for one server are not for another. */
function chosen(
  named: string | undefined,
  configured: string | null,
  headers: Headers,
): { readonly url: string | null; readonly headers: Headers } {
  if (named === undefined) return { url: configured, headers };
  const isSame = configured !== null && new URL(configured).origin === new URL(named).origin;
  return { url: named, headers: isSame ? headers : {} };
}
