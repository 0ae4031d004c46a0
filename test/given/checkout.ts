/** The checkout of a shop that does not exist: its alert, and how its error rate went. */
import type { SentAlert } from '../../src/sandbox/alertmanager.ts';
import type { PrometheusSandbox } from '../../src/sandbox/prometheus.ts';
import { START, tPlus } from './story.ts';

export const ERROR_RATIO = 'checkout_error_ratio';

export function checkoutDown(over: Partial<SentAlert> = {}): SentAlert {
  const expression = encodeURIComponent(`${ERROR_RATIO} > 0.05`);
  return {
    labels: {
      alertname: 'CheckoutServiceDown',
      service: 'checkout',
      severity: 'critical',
      cluster: 'eu1',
    },
    annotations: {
      summary: 'no checkout succeeds',
      runbook_url: 'https://runbooks.example.com/checkout',
    },
    startsAt: tPlus(-60),
    generatorURL: `http://prometheus.example.com:9090/graph?g0.expr=${expression}&g0.tab=1`,
    ...over,
  };
}

/** The same service with a milder alert. */
export function checkoutSlow(over: Partial<SentAlert> = {}): SentAlert {
  const alert = checkoutDown(over);
  return {
    ...alert,
    labels: { ...alert.labels, alertname: 'CheckoutSlow', severity: 'warning' },
    ...over,
  };
}

/** 0.31 from a minute before the start for `seconds`, 0.01 before and after. */
export function errorsFor(prometheus: PrometheusSandbox, seconds: number): void {
  const began = Date.parse(START) / 1000 - 60;
  prometheus.set(ERROR_RATIO, { service: 'checkout' }, (at) =>
    at >= began && at < began + seconds ? 0.31 : 0.01,
  );
}
