/** An Alertmanager answer lists its groups: for which receiver, by which labels, and which alerts are in each. */
import { z } from 'zod';
import { cleanLine } from '../domain/plain-text.ts';
import type { StandingGroup } from '../ports/alert-source.ts';
import { malformed } from './outbound-failure.ts';
import { cleanPairs } from './outbound-text.ts';

const NAME_BYTES = 256;

const Groups = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    receiver: z.object({ name: z.string() }),
    alerts: z.array(z.object({ fingerprint: z.string().min(1) })),
  }),
);

/** Throws PortError `malformed` for anything but a list of groups. */
export function readGroups(who: string, body: unknown): readonly StandingGroup[] {
  const groups = Groups.safeParse(body);
  if (!groups.success) throw malformed(who, 'is no list of groups');
  return groups.data.map(({ labels, receiver, alerts }) => ({
    receiver: cleanLine(receiver.name, NAME_BYTES),
    labels: cleanPairs(Object.entries(labels)),
    fingerprints: alerts.map(({ fingerprint }) => cleanLine(fingerprint, 128)),
  }));
}
