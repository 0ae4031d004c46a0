/** Change events on the sandbox's PagerDuty REST API: what `/v2/change/enqueue` heard, the latest first. */
import { serviceReference, wholeSeconds } from './pagerduty-references.ts';
import { invalid, listed, type Route } from './pagerduty-rest-call.ts';
import type { ChangeEvent } from './pagerduty-world.ts';

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

export const changeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/change_events$/,
    answer: (call) => {
      const [since, until] = ['since', 'until'].map((name) => call.request.query.get(name));
      for (const time of [since, until]) {
        if (time && !UTC.test(time)) return invalid('since and until must be in UTC');
      }
      const within = ({ at }: ChangeEvent) =>
        (!since || wholeSeconds(at) >= since) && (!until || wholeSeconds(at) <= until);
      const found = call.world.changes.filter(within);
      found.sort((a, b) => (a.at < b.at ? 1 : -1));
      return listed(call, 'change_events', found.map(changeJson));
    },
  },
];

function changeJson({ id, service, at, summary, source, details, links }: ChangeEvent) {
  return {
    id,
    type: 'change_event',
    summary,
    timestamp: wholeSeconds(at),
    source,
    services: [serviceReference(service)],
    integration: { id: service.integrationId, type: 'inbound_integration_reference' },
    custom_details: details,
    links,
  };
}
