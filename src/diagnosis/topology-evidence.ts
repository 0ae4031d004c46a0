/** The topology as evidence: who called whom when it happened, frozen with the incident. */
import type { Instant } from '../domain/instant.ts';
import { type FrozenEvidence, freezeEvidence, questionKey } from './frozen-evidence.ts';
import { calleesOf, callersOf, type Topology } from './topology.ts';
import { plural, saidText } from './wording.ts';

const MOST_KEPT = 500;
const NAMED = 5;

export interface TopologyScene {
  /** Tells the questions of one look from those of another; empty for the first. */
  readonly look: string;
  /** The service that alerts. */
  readonly service: string;
  readonly at: Instant;
}

/** Null where nobody knows who calls whom. Only what the service reaches, and who calls it, is kept. */
export function topologyEvidence(
  topology: Topology,
  { look, service, at }: TopologyScene,
): FrozenEvidence | null {
  if (topology.edges.length === 0) return null;
  const callees = calleesOf(topology, service);
  const callers = callersOf(topology, service);
  const near = new Set([service, ...callees, ...callers]);
  const edges = topology.edges.filter(({ caller, callee }) => near.has(caller) && near.has(callee));
  const sources = [...new Set(edges.map(({ source }) => source))];
  return freezeEvidence(
    {
      question: `${look}${questionKey('topology', service)}`,
      source: 'prometheus',
      title: 'Who calls whom',
      query: `calls around ${service}${sources.length === 0 ? '' : ` (${sources.join(', ')})`}`,
      window: { from: at, to: at },
      outcome: edges.length === 0 ? 'empty' : 'answered',
      summary: `${saidText(service)} ${sentence('reaches', callees)}; ${sentence('is called by', callers)}.`,
      link: '',
    },
    { edges: edges.slice(0, MOST_KEPT), truncated: topology.truncated || edges.length > MOST_KEPT },
  );
}

function sentence(verb: string, services: readonly string[]): string {
  if (services.length === 0) return `${verb} nobody that is known`;
  const rest = services.length - NAMED;
  const names = services.slice(0, NAMED).map(saidText).join(', ');
  return `${verb} ${names}${rest > 0 ? ` and ${plural(rest, 'more service')}` : ''}`;
}
