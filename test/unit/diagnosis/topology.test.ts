import { describe, expect, it } from 'vitest';
import { parsePromql } from '../../../src/diagnosis/promql-tree.ts';
import {
  calleesOf,
  callersAbove,
  callersOf,
  type Edge,
  type TopologySource,
  topologyOf,
} from '../../../src/diagnosis/topology.ts';
import { edgesIn, TOPOLOGY_QUESTIONS } from '../../../src/diagnosis/topology-answers.ts';
import { answer, line } from './answers.ts';

const edge = (
  caller: string,
  callee: string,
  rate: number | null = 1,
  source: TopologySource = 'istio',
): Edge => ({ caller, callee, rate, source });

describe('a topology', () => {
  it('has each pair once; what was written down wins, what was measured stays', () => {
    const { edges, truncated } = topologyOf([
      edge('a', 'b', 5),
      edge('a', 'b', null, 'file'),
      edge('b', 'c', 9, 'service-graph'),
      edge('b', 'c', 2),
      edge('c', 'c'),
      edge('', 'x'),
    ]);
    expect(edges).toEqual([edge('b', 'c', 9, 'service-graph'), edge('a', 'b', 5, 'file')]);
    expect(truncated).toBe(false);
  });

  it('keeps the busiest 5,000 and says that it was cut', () => {
    const many = Array.from({ length: 5002 }, (_, at) => edge(`s${at}`, 'hub', at + 1));
    const { edges, truncated } = topologyOf(many);
    expect([edges.length, truncated]).toEqual([5000, true]);
    expect(edges[0]).toMatchObject({ caller: 's5001', rate: 5002 });
    expect(edges.some(({ rate }) => rate === 1)).toBe(false);
  });

  it('gives the services downstream, nearest first, through circles', () => {
    const topology = topologyOf([
      edge('web', 'cart', 9),
      edge('web', 'pay', 5),
      edge('cart', 'db', 3),
      edge('db', 'web', 2),
      edge('pay', 'bank', 1),
      edge('other', 'db', 1),
    ]);
    expect(calleesOf(topology, 'web')).toEqual(['cart', 'pay', 'db', 'bank']);
    expect(calleesOf(topology, 'nobody')).toEqual([]);
    expect(callersOf(topology, 'db')).toEqual(['cart', 'other']);
    expect(callersAbove(topology, 'db')).toEqual(['cart', 'other', 'web']);
  });
});

describe('the services downstream', () => {
  it('are those up to three calls away', () => {
    const chain = ['a', 'b', 'c', 'd', 'e'].map((name, at) => edge(name, 'bcdef'[at] ?? '', 1));
    expect(calleesOf(topologyOf(chain), 'a')).toEqual(['b', 'c', 'd']);
  });

  it('are at most forty', () => {
    const star = Array.from({ length: 50 }, (_, at) => edge('hub', `s${at}`, at + 1));
    const callees = calleesOf(topologyOf(star), 'hub');
    expect([callees.length, callees[0], callees.at(-1)]).toEqual([40, 's49', 's10']);
  });
});

describe('a topology from metrics', () => {
  const FROM = '2026-11-22T10:00:00.000Z';

  it.each(TOPOLOGY_QUESTIONS)('is asked for in PromQL: $source', ({ query }) => {
    expect(parsePromql(query)).toMatchObject({ ok: true });
  });

  it('has an edge for each series with both ends and requests', () => {
    const [graph, istio] = TOPOLOGY_QUESTIONS;
    if (graph === undefined || istio === undefined) throw new Error('there are two');
    const of = (client: string, server: string, rate: number) =>
      line({ client, server }, FROM, 60, [rate]);
    const said = answer(
      of('web', 'cart', 2),
      of('user', 'web', 3),
      of('web', 'old', 0),
      of('web', 'odd', Number.NaN),
      line({ server: 'cart' }, FROM, 60, [1]),
      line({ client: 'a', server: 'b' }, FROM, 60, []),
    );
    expect(edgesIn(graph, said)).toEqual([edge('web', 'cart', 2, 'service-graph')]);
    const labels = { source_workload: 'web', destination_workload: 'unknown' };
    expect(edgesIn(istio, answer(line(labels, FROM, 60, [1])))).toEqual([]);
  });
});
