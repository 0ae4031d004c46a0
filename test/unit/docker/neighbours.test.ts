import { describe, expect, it } from 'vitest';
import { type Compose, mountOf, readDocker } from '../../given/compose.ts';

const compose = await readDocker<Compose>('compose.yaml');

interface Prometheus {
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly static_configs: readonly { readonly targets: readonly string[] }[];
  }[];
  readonly alerting: {
    readonly alertmanagers: readonly {
      readonly static_configs: readonly { readonly targets: readonly string[] }[];
    }[];
  };
  readonly rule_files: readonly string[];
}

interface Alertmanager {
  readonly route: Route;
  readonly receivers: readonly {
    readonly name: string;
    readonly webhook_configs?: readonly {
      readonly url: string;
      readonly send_resolved: boolean;
      readonly http_config: {
        readonly authorization: { readonly credentials_file: string };
      };
    }[];
  }[];
}

interface Route {
  readonly receiver: string;
  readonly matchers?: readonly string[];
  readonly routes?: readonly Route[];
}

const prometheus = await readDocker<Prometheus>('prometheus.yml');
const alertmanager = await readDocker<Alertmanager>('alertmanager.yml');

const targetsOf = (configs: readonly { readonly targets: readonly string[] }[]) =>
  configs.flatMap((each) => each.targets);

describe('the Prometheus of the compose file', () => {
  it('scrapes services that exist, Tocsin as the job that its alerts look for', () => {
    const jobs = prometheus.scrape_configs.map((job) => [
      job.job_name,
      targetsOf(job.static_configs),
    ]);
    expect(Object.fromEntries(jobs)).toMatchObject({ tocsin: ['tocsin:8080'] });
    const hosts = jobs.flatMap(([, targets]) => targets).map((target) => target?.split(':')[0]);
    for (const host of hosts)
      expect([...Object.keys(compose.services), 'localhost']).toContain(host);
  });

  it('sends its alerts to Alertmanager', () => {
    const [sink] = prometheus.alerting.alertmanagers;
    expect(targetsOf(sink?.static_configs ?? [])).toEqual(['alertmanager:9093']);
  });

  it('has every rule file mounted that it reads', () => {
    const mounted = compose.services['prometheus']?.volumes?.map((each) => mountOf(each).to);
    for (const file of prometheus.rule_files) expect(mounted).toContain(`/etc/prometheus/${file}`);
  });
});

describe('the Alertmanager of the compose file', () => {
  const receiver = (name: string) => alertmanager.receivers.find((each) => each.name === name);

  it('posts to the webhook of Tocsin, resolved alerts too, with the token that it was given', () => {
    expect(alertmanager.route.receiver).toBe('tocsin');
    expect(receiver('tocsin')?.webhook_configs).toMatchObject([
      {
        url: 'http://tocsin:8080/webhooks/alertmanager',
        send_resolved: true,
        http_config: {
          authorization: { credentials_file: '/run/secrets/alertmanager_webhook_token' },
        },
      },
    ]);
    expect(compose.services['alertmanager']?.secrets).toContain('alertmanager_webhook_token');
  });

  it('leads what concerns Tocsin itself, and the Watchdog, around it', () => {
    const around = (alertmanager.route.routes ?? []).map(({ matchers, receiver: to }) => [
      matchers?.[0],
      receiver(to)?.webhook_configs,
    ]);
    expect(around).toEqual([
      ['alertname =~ "Tocsin.*"', undefined],
      ['alertname = "Watchdog"', undefined],
    ]);
  });
});
