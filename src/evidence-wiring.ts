/** Wiring of what holds evidence beside metrics: logs and traces, as far as the configuration names them. */
import { createJaeger } from './adapters/jaeger.ts';
import { createLoki } from './adapters/loki.ts';
import { createTempo } from './adapters/tempo.ts';
import type { Config } from './config/config.ts';
import { revealed } from './config/secret.ts';
import type { Logs } from './ports/logs.ts';
import type { Traces } from './ports/traces.ts';

/** Connects to nothing yet. Throws PortError `refused` for an address that may not be called. */
export function evidenceFor(config: Config): {
  readonly logs: Logs | null;
  readonly traces: Traces | null;
  close(): void;
} {
  const logs = logsFor(config);
  const traces = tracesFor(config);
  return {
    logs,
    traces,
    close() {
      logs?.close();
      traces?.close();
    },
  };
}

/** null without an address. */
export function logsFor(
  { sources, diagnosis }: Config,
  timeoutMs = diagnosis.queryTimeout * 1000,
): (Logs & { close(): void }) | null {
  if (sources.lokiUrl === null) return null;
  const headers = revealed(sources.lokiHeaders);
  return createLoki({ baseUrl: sources.lokiUrl, headers, timeoutMs });
}

/** Tempo, or else Jaeger; null without an address. */
export function tracesFor(
  { sources, diagnosis }: Config,
  timeoutMs = diagnosis.queryTimeout * 1000,
): (Traces & { close(): void }) | null {
  if (sources.tempoUrl !== null) {
    const headers = revealed(sources.tempoHeaders);
    return createTempo({ baseUrl: sources.tempoUrl, headers, timeoutMs });
  }
  if (sources.jaegerUrl === null) return null;
  const headers = revealed(sources.jaegerHeaders);
  return createJaeger({ baseUrl: sources.jaegerUrl, headers, timeoutMs });
}
