/** A book of changes that remembers, and answers as the stored one does: the latest first. */
import type { Change } from '../../../src/domain/change.ts';
import type { Changes } from '../../../src/ports/changes.ts';

export function rememberedChanges(...told: readonly Change[]): Changes {
  const known = new Map(told.map((change) => [`${change.source}:${change.key}`, change]));
  return {
    async record(change) {
      const key = `${change.source}:${change.key}`;
      const isNew = !known.has(key);
      if (isNew) known.set(key, change);
      return isNew;
    },
    async between({ from, to, services, limit }) {
      const concerns = (change: Change) =>
        services.length === 0 ||
        change.services.length === 0 ||
        change.services.some((service) => services.includes(service));
      return [...known.values()]
        .filter((change) => change.at >= from && change.at <= to && concerns(change))
        .sort((a, b) => (a.at < b.at ? 1 : -1))
        .slice(0, limit);
    },
  };
}
