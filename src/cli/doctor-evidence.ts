/** What holds evidence beside metrics: Loki, and Tempo or Jaeger, each asked the least that a diagnosis asks. */
import { systemClock } from '../adapters/system-clock.ts';
import type { Config } from '../config/config.ts';
import { plusSeconds } from '../domain/instant.ts';
import { logsFor, tracesFor } from '../evidence-wiring.ts';
import {
  bad,
  type Checkup,
  checked,
  credentialsIn,
  good,
  missing,
  type Patience,
} from './doctor-checkup.ts';

const HOUR = 3600;
const MINUTE = 60;

/** A question for names of labels reads no lines. */
export function loki(config: Config, { furtherMs }: Patience): Promise<Checkup> {
  const name = 'Loki';
  const remedy = 'Check LOKI_URL from this machine; Loki itself listens on 3100.';
  const credentials = credentialsIn('sources.loki_headers', 'LOKI_URL');
  return checked({ name, remedy, credentials }, async () => {
    const logs = logsFor(config, furtherMs);
    if (logs === null) {
      return missing(name, 'not configured', 'Set LOKI_URL, or a diagnosis looks at no logs.');
    }
    try {
      const labels = await logs.labels(last(HOUR));
      if (labels.length > 0) return good(name, `answers; labels of streams: ${labels.length}`);
      const hint =
        'See that logs are sent to it; with several tenants, look at sources.loki_headers.';
      return bad(name, 'answers, but has no logs of the last hour', hint);
    } finally {
      logs.close();
    }
  });
}

/** Tempo, or else Jaeger; Jaeger beside Tempo is not asked, as by a diagnosis. */
export async function traces(config: Config, { furtherMs }: Patience): Promise<readonly Checkup[]> {
  const { tempoUrl, jaegerUrl } = config.sources;
  const store = tempoUrl === null ? JAEGER : TEMPO;
  const asked = await checked(store, async () => {
    const found = tracesFor(config, furtherMs);
    if (found === null) return missing('traces', 'not configured', NO_TRACES);
    try {
      await found.search({ ...CHEAPEST, ...last(MINUTE) });
      return good(store.name, 'answers a search for traces');
    } finally {
      found.close();
    }
  });
  if (tempoUrl === null || jaegerUrl === null) return [asked];
  return [asked, good(JAEGER.name, 'set, and not asked: TEMPO_URL is set too')];
}

const NO_TRACES = 'Set TEMPO_URL or JAEGER_URL, or a diagnosis looks at no traces.';

/** What it finds does not matter: that it is answered shows the address, the credentials and the vendor. */
const CHEAPEST = { service: 'tocsin', which: { kind: 'any' }, limit: 1 } as const;

const TEMPO = {
  name: 'Tempo',
  remedy: 'Check TEMPO_URL from this machine; Tempo itself listens on 3200.',
  credentials: credentialsIn('sources.tempo_headers', 'TEMPO_URL'),
};
const JAEGER = {
  name: 'Jaeger',
  remedy:
    'Check JAEGER_URL from this machine: its query service, which listens on 16686, with its base path if it has one.',
  credentials: credentialsIn('sources.jaeger_headers', 'JAEGER_URL'),
};

function last(seconds: number) {
  const to = systemClock.now();
  return { from: plusSeconds(to, -seconds), to };
}
