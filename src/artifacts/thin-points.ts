/** Thinned points look like all of them: in each stretch the lowest and the highest stay, and so do the gaps. */
import type { ChartSeries } from './chart-series.ts';

type Points = ChartSeries['points'];

/** At most `most` points and one for each end of a gap, in their order. */
export function thinned(points: Points, most: number): Points {
  if (points.length <= most) return points;
  const size = Math.ceil((points.length * 2) / most);
  const kept: Points[number][] = [];
  for (let begin = 0; begin < points.length; begin += size) {
    kept.push(...tellingOf(points.slice(begin, begin + size)));
  }
  return kept;
}

/** Of a gap inside the stretch one break stays. */
function tellingOf(stretch: Points): Points {
  let lowest: Points[number] | null = null;
  let highest: Points[number] | null = null;
  let gap: Points[number] | null = null;
  for (const point of stretch) {
    const value = point[1];
    if (value === null) gap ??= point;
    else {
      if (lowest === null || value < (lowest[1] ?? value)) lowest = point;
      if (highest === null || value > (highest[1] ?? value)) highest = point;
    }
  }
  const telling = new Set([lowest, highest, gap].filter((point) => point !== null));
  return [...telling].sort((a, b) => a[0] - b[0]);
}
