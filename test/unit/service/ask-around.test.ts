import { describe, expect, it } from 'vitest';
import { PortError } from '../../../src/ports/port-error.ts';
import { askRollouts } from '../../../src/service/ask-rollouts.ts';
import { askTopology } from '../../../src/service/ask-topology.ts';
import { createLearnedLabels } from '../../../src/service/learned-labels.ts';
import { movableClock } from '../../given/movable-clock.ts';
import { EMPTY, givenSource, withSeries } from './given-source.ts';

const WINDOW = { from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T11:00:00.000Z', step: 15 };
const WRITTEN = [{ caller: 'web', callee: 'pay', source: 'file', rate: null }] as const;

const down = () => {
  throw new PortError('timeout', 'timed out after 10 s');
};

describe('asking who calls whom', () => {
  it('puts what is measured and what is written down together', async () => {
    const source = givenSource((query) =>
      query.includes('traces_service_graph')
        ? withSeries({ client: 'web', server: 'cart' })
        : EMPTY,
    );
    expect(await askTopology(source, WINDOW.to, WRITTEN)).toMatchObject({
      topology: {
        edges: [
          { caller: 'web', callee: 'pay', source: 'file' },
          { caller: 'web', callee: 'cart', source: 'service-graph' },
        ],
      },
      holes: [],
    });
  });

  it('knows what is written down where the source is down, or there is none', async () => {
    expect(await askTopology(givenSource(down), WINDOW.to, WRITTEN)).toMatchObject({
      topology: { edges: WRITTEN },
      holes: [{ text: 'Prometheus: timed out after 10 s', mayPass: true }],
    });
    expect(await askTopology(null, WINDOW.to, WRITTEN)).toMatchObject({ holes: [] });
  });
});

describe('asking what was rolled out', () => {
  const subject = {
    alertname: 'A',
    expression: null,
    labels: { namespace: 'shop' },
    service: null,
    packs: [],
    startsAt: null,
  };
  const learned = () => createLearnedLabels(movableClock());

  it('gives changes, and the answers that show them', async () => {
    const source = givenSource((query) => {
      if (!query.startsWith('kube_deployment_status')) return EMPTY;
      const at = Date.parse(WINDOW.from) / 1000;
      const labels = { deployment: 'web', namespace: 'shop' };
      return {
        ...EMPTY,
        series: [
          {
            labels,
            points: [
              [at, 1],
              [at + 60, 2],
            ],
          },
        ],
      };
    });
    const asked = await askRollouts(source, learned(), subject, WINDOW, []);
    expect(asked.changes).toMatchObject([{ services: ['web'], at: '2026-11-22T10:01:00.000Z' }]);
    expect(asked.answers).toHaveLength(5);
    expect(asked.holes).toEqual([]);
  });

  it('says why it could not', async () => {
    const asked = await askRollouts(givenSource(down), learned(), subject, WINDOW, []);
    expect(asked).toEqual({
      changes: [],
      answers: [],
      holes: [{ text: 'Prometheus: timed out after 10 s', mayPass: true }],
    });
  });
});
