/** What the answer to a pack's question says: for each service its latest value and the usual one, the strangest first. */
import type { ServiceMetric } from './cause-case.ts';
import { median, spreadOf } from './robust.ts';
import { numberText, plural, saidText } from './wording.ts';

const SHOWN = 3;
/** Points that one value is made of. */
const FEWEST = 5;

/** `metrics`: those that the question gave, one per service; one plain sentence. */
export function packFinding(metrics: readonly ServiceMetric[]): string {
  const readings = metrics
    .map(readingOf)
    .filter(({ now }) => Number.isFinite(now))
    .sort((a, b) => b.strangeness - a.strangeness);
  if (readings.length === 0) return 'It has no value in the time of the incident.';
  const told = readings.slice(0, SHOWN).map(({ service, before, now }) => {
    const usual = Number.isFinite(before) ? ` (usually ${short(before)})` : '';
    return `${saidText(service)} ${short(now)}${usual}`;
  });
  const rest = readings.length - told.length;
  return `${told.join(', ')}${rest === 0 ? '' : `, and ${plural(rest, 'more service')}`}.`;
}

function readingOf({ service, normal, incident, bad }: ServiceMetric) {
  const usual = Float64Array.from(finite(normal)).sort();
  const [before, now] = [median([...usual]), median(latest(finite(incident)))];
  const change = bad === 'up' ? now - before : before - now;
  const noise = Math.max(spreadOf(usual), Math.abs(before) * 0.05, Number.EPSILON);
  return { service, before, now, strangeness: Number.isFinite(change) ? change / noise : 0 };
}

/** The window begins well before the alert, so most of it may be as usual. */
function latest(values: readonly number[]): readonly number[] {
  return values.slice(-Math.max(FEWEST, Math.floor(values.length / 10)));
}

function finite(points: ServiceMetric['normal']): readonly number[] {
  return points.flatMap(([, value]) => (value !== null && Number.isFinite(value) ? [value] : []));
}

function short(value: number): string {
  return numberText(Number(value.toPrecision(3)));
}
