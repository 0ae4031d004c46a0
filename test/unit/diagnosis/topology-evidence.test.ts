import { describe, expect, it } from 'vitest';
import { NO_TOPOLOGY, topologyOf } from '../../../src/diagnosis/topology.ts';
import { topologyEvidence } from '../../../src/diagnosis/topology-evidence.ts';

const SCENE = { look: '', service: 'checkout', at: '2026-03-17T14:30:00.000Z' };
const edge = (caller: string, callee: string) =>
  ({ caller, callee, source: 'service-graph', rate: 1 }) as const;

describe('the topology', () => {
  it('is kept with the incident: what the service reaches, and who calls it', () => {
    const calls = [
      edge('web', 'checkout'),
      edge('checkout', 'payments'),
      edge('payments', 'ledger'),
    ];
    const found = topologyEvidence(topologyOf([...calls, edge('crawler', 'search')]), SCENE);
    expect(found?.draft).toMatchObject({
      title: 'Who calls whom',
      outcome: 'answered',
      summary: 'checkout reaches payments, ledger; is called by web.',
    });
    const answer = found?.answer as { edges: readonly { caller: string }[] } | undefined;
    expect(answer?.edges.map(({ caller }) => caller).toSorted()).toEqual([
      'checkout',
      'payments',
      'web',
    ]);
  });

  it('says so where the service is on none of the calls, and nothing where there are none', () => {
    const found = topologyEvidence(topologyOf([edge('crawler', 'search')]), SCENE);
    expect(found?.draft).toMatchObject({
      outcome: 'empty',
      summary: 'checkout reaches nobody that is known; is called by nobody that is known.',
    });
    expect(topologyEvidence(NO_TOPOLOGY, SCENE)).toBeNull();
  });
});
