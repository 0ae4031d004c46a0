/** A shop of three services, checkout, payments and ledger, of which the last begins to fail, as its metrics, logs and traces show it. */
import type { SentAlert } from '../../src/sandbox/alertmanager.ts';
import type { LokiSandbox } from '../../src/sandbox/loki.ts';
import type { PrometheusSandbox } from '../../src/sandbox/prometheus.ts';
import type { TempoSandbox } from '../../src/sandbox/tempo.ts';

const SERVICES: readonly string[] = ['checkout', 'payments', 'ledger'];
const CALLS = [
  ['checkout', 'payments'],
  ['payments', 'ledger'],
] as const;
/** Seconds between the fault and its showing in who calls it. */
const LATER: Readonly<Record<string, number>> = { ledger: 0, payments: 30, checkout: 60 };

const of = (service: string) => `http_requests_total{service=${service}`;
const rate = (selector: string) => `sum by (service) (rate(${selector}[5m]))`;

/** As `_config/diagnosis/red.yaml` asks for the share of failures. */
function errorShare(service: string): string {
  const total = rate(`${of(service)},code!=""}`);
  return `(${rate(`${of(service)},code=~"5.."}`)} or ${total} * 0) / ${total}`;
}

const CHECKOUT_ERRORS = errorShare('"checkout"');

/** An alert about the service that customers see; `startsAt` is when it crossed. */
export function checkoutFails(startsAt: string, over: Partial<SentAlert> = {}): SentAlert {
  const expression = encodeURIComponent(`${CHECKOUT_ERRORS} > 0.05`);
  return {
    labels: { alertname: 'CheckoutServiceDown', service: 'checkout', severity: 'critical' },
    annotations: { summary: 'checkouts fail' },
    startsAt,
    generatorURL: `http://prometheus.example.com:9090/graph?g0.expr=${expression}&g0.tab=1`,
    ...over,
  };
}

/** `at`: unix seconds at which the ledger begins to fail. */
export function failingMetrics(prometheus: PrometheusSandbox, at: number): void {
  const noise = (time: number, n: number) => Math.sin(time / 37 + n) * 0.002;
  const share = (service: string, time: number) => {
    const isBad = time >= at + (LATER[service] ?? 0);
    const n = SERVICES.indexOf(service);
    return (isBad ? 0.45 + n * 0.05 : 0.01) + noise(time, n);
  };
  const rows = (value: (service: string, time: number) => number) => (time: number) =>
    SERVICES.map((service) => ({ labels: { service }, value: value(service, time) }));
  for (const service of SERVICES) {
    prometheus.set('http_requests_total', { service, code: '200' }, () => 1);
  }
  const group = `~"${SERVICES.join('|')}"`;
  prometheus.answer(errorShare(group), rows(share));
  prometheus.answer(CHECKOUT_ERRORS, (time) => [
    { labels: { service: 'checkout' }, value: share('checkout', time) },
  ]);
  const requests = rate(`${of(group)}}`);
  prometheus.answer(
    requests,
    rows((service, time) => 40 + noise(time, service.length) * 500),
  );
  prometheus.answer('sum by (client, server) (rate(traces_service_graph_request_total[1h]))', () =>
    CALLS.map(([client, server]) => ({ labels: { client, server }, value: 40 })),
  );
  prometheus.answer(
    'sum by (source_workload, destination_workload) (rate(istio_requests_total{reporter="source"}[1h]))',
    () => [],
  );
}

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** A line a minute for an hour and a half around `at`, and from then on a new one of the checkout. */
export function failingLogs(loki: LokiSandbox, at: number): void {
  const labels = { service_name: 'checkout' };
  for (let minute = -90; minute < 10; minute += 1) {
    const time = iso(at + minute * 60 + 5);
    loki.push(labels, time, `level=info msg="sold" ms=${minute + 200}`);
    if (minute < 1) continue;
    for (let n = 0; n < 5; n += 1) {
      loki.push(labels, time, `level=error msg="ledger refused the booking" order=${minute}${n}`);
    }
  }
}

/** A trace a minute through all three; since `at` the ledger fails in each. */
export function failingTraces(tempo: TempoSandbox, at: number): void {
  for (let minute = -70; minute < 10; minute += 1) {
    const traceId = (minute + 1000).toString(16).padStart(32, 'a');
    const failed = minute >= 0;
    SERVICES.forEach((service, n) => {
      tempo.add({
        traceId,
        id: `${minute + 1000}${n}`.padStart(16, '0'),
        ...(n === 0 ? {} : { parentId: `${minute + 1000}${n - 1}`.padStart(16, '0') }),
        service,
        name: `POST /${service}`,
        at: iso(at + minute * 60 + 10),
        durationMs: 100 - n * 20,
        ...(failed ? { error: n === 2 ? 'no space left on device' : 'upstream failed' } : {}),
      });
    });
  }
}
