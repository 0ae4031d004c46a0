/** The real world in small: a shop, Debian's Prometheus and Alertmanager, PagerDuty's sandbox, and Tocsin among them. */
import { openPagerDuty, type PagerDutySandbox } from '../../src/sandbox/pagerduty.ts';
import { type AlertmanagerServer, startAlertmanager } from './alertmanager-server.ts';
import { freePort } from './free-port.ts';
import { type AlertingRule, type PrometheusServer, startPrometheus } from './prometheus-server.ts';
import type { RealProcess } from './real-process.ts';
import { openShopTarget, type ShopTarget } from './shop-target.ts';
import {
  ALERTMANAGER_TOKEN,
  givenTocsin,
  pagerdutyAt,
  type Tocsin,
  WEBHOOK_SECRET,
} from './tocsin.ts';
import { until } from './until.ts';

export interface RealWorld {
  readonly shop: ShopTarget;
  readonly alertmanager: AlertmanagerServer;
  readonly prometheus: PrometheusServer;
  readonly pagerduty: PagerDutySandbox;
  readonly tocsin: Tocsin;
  /** Its process. */
  readonly running: RealProcess;
  end(): Promise<void>;
}

export const ERROR_RATIO = 'max by (service) (checkout_error_ratio)';

const ALERTS: readonly AlertingRule[] = [
  {
    alert: 'CheckoutServiceDown',
    expr: `${ERROR_RATIO} > 0.05`,
    labels: { severity: 'critical' },
    annotations: {
      summary: 'a checkout fails in {{ $value | humanizePercentage }} of all tries',
      runbook_url: 'https://runbooks.example.com/checkout',
    },
  },
  {
    alert: 'ShopTargetDown',
    expr: 'up{job="shop"} == 0',
    labels: { severity: 'warning', service: 'shop' },
  },
];

/** `env`: more variables for Tocsin. Returns when all run and Prometheus has seen the shop well for some seconds. */
export async function givenRealWorld(
  env: Readonly<Record<string, string>> = {},
): Promise<RealWorld> {
  const [prometheusPort, alertmanagerPort] = await Promise.all([freePort(), freePort()]);
  const [shop, pagerduty] = await Promise.all([openShopTarget(), openPagerDuty()]);
  const tocsin = await givenTocsin({
    ...pagerdutyAt(pagerduty.url),
    PROMETHEUS_URL: `http://127.0.0.1:${prometheusPort}`,
    ALERTMANAGER_URL: `http://127.0.0.1:${alertmanagerPort}`,
    ...env,
  });
  const webhooks = `${tocsin.url}/webhooks`;
  pagerduty.subscribe({ url: `${webhooks}/pagerduty`, secrets: [WEBHOOK_SECRET] });
  const [running, alertmanager, prometheus] = await Promise.all([
    tocsin.start(),
    startAlertmanager({
      port: alertmanagerPort,
      webhook: `${webhooks}/alertmanager`,
      token: ALERTMANAGER_TOKEN,
    }),
    startPrometheus({
      port: prometheusPort,
      alertmanagerPort,
      scrape: { shop: shop.port, tocsin: tocsin.port },
      alerts: ALERTS,
    }),
  ]);
  const scrapes = async () => prometheus.value('count_over_time(checkout_error_ratio[1m])');
  await until('the shop is scraped', async () => ((await scrapes()) ?? 0) >= 3);
  return {
    shop,
    alertmanager,
    prometheus,
    pagerduty,
    tocsin,
    running,
    async end() {
      await Promise.all([prometheus.remove(), alertmanager.remove(), tocsin.remove()]);
      await Promise.all([pagerduty.close(), shop.close()]);
    },
  };
}
