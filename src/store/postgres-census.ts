/** The census on PostgreSQL: grouped scans over the narrow census rows. */
import { SEVERITIES, type Severity } from '../domain/severity.ts';
import type { Census, Distribution, Duration, Tally } from '../ports/census.ts';
import { ask, type Pool } from './pool.ts';

/** The column of a duration, and the severity under which it is counted; null there: not counted yet. */
const DURATIONS: Readonly<Record<Duration, { seconds: string; severity: string }>> = {
  triage: { seconds: 'triage_seconds', severity: 'observed_severity' },
  acknowledge: { seconds: 'acknowledge_seconds', severity: 'observed_severity' },
  confirm: { seconds: 'confirm_seconds', severity: 'observed_severity' },
  'root-cause': { seconds: 'root_cause_seconds', severity: 'observed_severity' },
  recover: { seconds: 'recover_seconds', severity: 'observed_severity' },
  page: { seconds: 'page_seconds', severity: 'paged_severity' },
};

const ACTIVE = `
select severity, status, count(*)::integer as value from tocsin.incidents
where status in ('triage', 'diagnosing', 'recovering') group by severity, status order by 1, 2`;

/** A page that was done and never accepted under its key was not wanted any more when its turn came. */
const PAGES = `
select 'accepted' as outcome, count(*) filter (where event ->> 'via' <> 'log')::integer as value
from tocsin.incident_events where type = 'PageAccepted' and event ->> 'action' = 'trigger'
union all
select 'logged', count(*) filter (where event ->> 'via' = 'log')::integer
from tocsin.incident_events where type = 'PageAccepted' and event ->> 'action' = 'trigger'
union all
select 'failed', count(*)::integer from tocsin.incident_events
where type = 'PageFailed' and event ->> 'action' = 'trigger'
union all
select 'suppressed', count(*)::integer from tocsin.outbox o
where o.kind = 'page' and o.state = 'done' and not exists (
  select from tocsin.incident_events e
  where e.incident_id = o.incident_id and e.type = 'PageAccepted' and e.event ->> 'action' = 'trigger'
    and e.event ->> 'generation' = o.payload ->> 'generation')`;

export class PostgresCensus implements Census {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async opened(): Promise<readonly Tally[]> {
    return this.#tally(
      'select source, count(*)::integer as value from tocsin.census group by source order by 1',
    );
  }

  async resolved(): Promise<readonly Tally[]> {
    return this.#tally(
      `select observed_severity as severity, resolution, sum(resolutions)::integer as value from tocsin.census
       where resolutions > 0 group by observed_severity, resolution order by 1, 2`,
    );
  }

  async reopened(): Promise<number> {
    const rows = await ask<{ value: number }>(
      this.#pool,
      'select coalesce(sum(reopened), 0)::integer as value from tocsin.census',
    );
    return rows[0]?.value ?? 0;
  }

  async active(): Promise<readonly Tally[]> {
    return this.#tally(ACTIVE);
  }

  async proposals(): Promise<readonly Tally[]> {
    return this.#tally(
      `select rule, proposed, confirmed, count(*)::integer as value from tocsin.census
       group by rule, proposed, confirmed order by 1, 2, 3`,
    );
  }

  async pages(): Promise<readonly Tally[]> {
    return this.#tally(PAGES);
  }

  /** One distribution per severity, empty ones too; `bounds` ascend, and a value on a bound falls below it. */
  async durations(of: Duration, bounds: readonly number[]): Promise<readonly Distribution[]> {
    const { seconds, severity } = DURATIONS[of];
    // width_bucket counts a value on a bound as above it; on negated numbers it comes out the other way round.
    const rows = await ask<{ severity: Severity; above: number; count: number; sum: number }>(
      this.#pool,
      `select ${severity} as severity, width_bucket(-${seconds}, $1::double precision[]) as above,
         count(*)::integer as count, sum(${seconds}) as sum
       from tocsin.census where ${severity} is not null and ${seconds} is not null group by 1, 2`,
      [bounds.map((bound) => -bound).reverse()],
    );
    return SEVERITIES.map((name) => {
      const counts = new Array<number>(bounds.length + 1).fill(0);
      let sum = 0;
      for (const row of rows.filter((each) => each.severity === name)) {
        counts[bounds.length - row.above] = row.count;
        sum += row.sum;
      }
      return { severity: name, counts, sum };
    });
  }

  async #tally(text: string): Promise<readonly Tally[]> {
    const rows = await ask<Record<string, string | number>>(this.#pool, text);
    return rows.map(({ value, ...labels }) => ({
      labels: Object.fromEntries(Object.entries(labels).map(([k, v]) => [k, String(v)])),
      value: Number(value),
    }));
  }
}
