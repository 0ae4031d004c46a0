/** The overview says to the drawing library what the top evidence looks like side by side, over the same time. */
import type { LineSeriesOption } from 'echarts/charts';
import { timeAxis, valueAxis } from './chart-axes.ts';
import { spanOf } from './chart-frame.ts';
import { type Band, guidesOf } from './chart-guides.ts';
import { lineOf } from './chart-line.ts';
import { type Mark, markText, type Span, timeText } from './chart-marks.ts';
import { BARE, type ChartOption } from './chart-option.ts';
import { type ChartSeries, reachOf } from './chart-series.ts';
import { COLOURS, INK, QUIET } from './chart-style.ts';
import { type Spoken, spanText } from './chart-words.ts';
import { plainLine } from './neutral.ts';
import { headOf, momentsOf, namesOf, panelTitle } from './overview-labels.ts';
import { type Place, placesOf } from './overview-places.ts';
import { thinned } from './thin-points.ts';

export interface Panel {
  /** The evidence: `E7`. */
  readonly id: string;
  readonly title: string;
  /** What changed most. */
  readonly leading: ChartSeries;
  /** Drawn in grey behind it, where they are of its size. */
  readonly others: readonly ChartSeries[];
  /** Where the leading series usually lies; null: not known. */
  readonly usual: Band | null;
  /** Unix seconds at which the leading series left what is usual; null: it did not. */
  readonly onset: number | null;
}

export interface Overview {
  readonly title: string;
  /** The most telling first; at most nine are drawn. */
  readonly panels: readonly Panel[];
  /** When the alert fired: a dotted line through all of them. */
  readonly fired: Mark;
}

interface OverviewDrawing {
  readonly option: ChartOption;
  readonly width: number;
  readonly height: number;
  readonly spoken: Spoken;
}

const MOST_PANELS = 9;
const MOST_OTHERS = 7;
const MOST_POINTS = 150;
/** Of a line that is only there to compare with. */
const FEW_POINTS = 60;
const HEAD = 76;
const LEADING = COLOURS[0] ?? INK;

export function overviewOption({ title, panels, fired }: Overview): OverviewDrawing {
  const drawn = panels.slice(0, MOST_PANELS).map(slim);
  const span = spanOf(drawn.flatMap(({ leading, others }) => [leading, ...others]));
  const shown = span === null ? [] : drawn;
  const { places, width, height } = placesOf(shown.length, HEAD);
  const parts = places.flatMap((place, index) => {
    const panel = shown[index];
    return panel === undefined || span === null
      ? []
      : [partOf(panel, { place, span, fired, index })];
  });
  const option: ChartOption = {
    ...BARE,
    grid: parts.map(({ grid }) => grid),
    xAxis: parts.map(({ xAxis }) => xAxis),
    yAxis: parts.map(({ yAxis }) => yAxis),
    series: parts.flatMap(({ series }) => series),
    graphic: [...headOf(title, span, fired), ...parts.flatMap(({ graphic }) => graphic)],
  };
  return { option, width, height, spoken: spokenOf({ title, panels: shown, fired }, span) };
}

function slim({ leading, others, ...panel }: Panel): Panel {
  const thin = ({ name, points }: ChartSeries, most: number) => ({
    name,
    points: thinned(points, most),
  });
  const alike = others.filter((other) => isOfSize(other, leading, panel.usual));
  return {
    ...panel,
    leading: thin(leading, MOST_POINTS),
    others: alike.slice(0, MOST_OTHERS).map((each) => thin(each, FEW_POINTS)),
  };
}

/** What is far larger would make a flat line of what matters. */
function isOfSize(other: ChartSeries, leading: ChartSeries, usual: Band | null): boolean {
  const edges = usual === null ? [] : [usual.low, usual.high];
  const [low, high] = reachOf([leading], [...edges, 0]);
  const [lowest, highest] = reachOf([other]);
  const room = (high - low) / 2;
  return lowest >= low - room && highest <= high + room;
}

interface Scene {
  readonly place: Place;
  readonly span: Span;
  readonly fired: Mark;
  readonly index: number;
}

function partOf(panel: Panel, scene: Scene) {
  const { place, span, index } = scene;
  const { leading, others, usual } = panel;
  const lines: LineSeriesOption[] = [
    lineOf(leading, { colour: LEADING, width: 1.8, z: 40 }),
    ...others.map((each) => lineOf(each, { colour: QUIET, width: 1, z: 20 })),
    guidesOf({ threshold: null, operator: '', usual }, span),
  ];
  const edges = usual === null ? [] : [usual.low, usual.high];
  return {
    grid: { ...place, outerBoundsMode: 'none' as const },
    xAxis: { ...timeAxis(span, 3), gridIndex: index },
    yAxis: { ...valueAxis([leading, ...others], edges, 3), gridIndex: index },
    series: lines.map((each) => ({ ...each, xAxisIndex: index, yAxisIndex: index })),
    graphic: [...namesOf(panel, place), ...momentsOf(panel, scene)],
  };
}

function spokenOf({ title, panels, fired }: Overview, span: Span | null): Spoken {
  const said = plainLine(title, 300);
  if (span === null) return { title: said, description: `${said}: no data.` };
  const each = panels.map((panel) => {
    const changed =
      panel.onset === null ? 'no change' : `changed at ${timeText(panel.onset, span)}`;
    return `${panelTitle(panel)} (${plainLine(panel.leading.name, 100)}): ${changed}`;
  });
  const parts = [`${spanText(span)}, ${markText(fired, span)}`, ...each];
  return { title: said, description: `${said}: ${parts.join('; ')}.` };
}
