/** Asks the metric source who calls whom, and puts it together with what somebody wrote down. */
import { type Edge, type Topology, topologyOf } from '../diagnosis/topology.ts';
import { edgesIn, TOPOLOGY_QUESTIONS } from '../diagnosis/topology-answers.ts';
import type { Instant } from '../domain/instant.ts';
import type { Metrics } from '../ports/metrics.ts';
import { PortError } from '../ports/port-error.ts';
import { distinct, type Hole, holeOf } from './hole.ts';

const MOST_SERIES = 5000;

export interface AskedTopology {
  readonly topology: Topology;
  /** Empty where all answered. */
  readonly holes: readonly Hole[];
}

/** `metrics` behind the probe; null: only what is written down. Never throws PortError. */
export async function askTopology(
  metrics: Pick<Metrics, 'instant'> | null,
  at: Instant,
  written: readonly Edge[],
): Promise<AskedTopology> {
  const edges: Edge[] = [...written];
  const holes: Hole[] = [];
  if (metrics === null) return { topology: topologyOf(edges), holes };
  await Promise.all(
    TOPOLOGY_QUESTIONS.map(async (question) => {
      try {
        edges.push(...edgesIn(question, await metrics.instant(question.query, at, MOST_SERIES)));
      } catch (error) {
        if (!(error instanceof PortError)) throw error;
        holes.push(holeOf('Prometheus', error));
      }
    }),
  );
  return { topology: topologyOf(edges), holes: distinct(holes) };
}
