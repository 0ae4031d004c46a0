/** The labels of an overview: its head with the key to it, and over each panel its evidence and when that began to change. */
import type { GraphicComponentOption } from 'echarts/components';
import { label } from './chart-guides.ts';
import { BESIDE_LINE, type Mark, markText, type Span, timeText } from './chart-marks.ts';
import { FAINT, FONT, INK, SMALL } from './chart-style.ts';
import { spanText } from './chart-words.ts';
import { plainLine } from './neutral.ts';
import type { Panel } from './overview-option.ts';
import { AROUND, type Place, WIDTH } from './overview-places.ts';
import { cutTo, textWidth } from './text-width.ts';

const BIG = 14;
const MIDDLE = 12;
const MARGIN = 16;
const KEY =
  'blue: what changed most · light area: its usual values · line: since when it left them · grey: others of its kind';

export function headOf(title: string, span: Span | null, fired: Mark): GraphicComponentOption[] {
  const room = WIDTH - MARGIN * 2;
  const when =
    span === null ? 'no data' : `${spanText(span)} · dotted line: ${markText(fired, span)}`;
  const faint = { fill: FAINT };
  return [
    label(cutTo(plainLine(title, 300), room, BIG * 1.1), MARGIN, 12, bold(BIG)),
    label(when, MARGIN, 34, faint),
    ...(span === null ? [] : [label(KEY, MARGIN, 51, faint)]),
  ];
}

export function namesOf(panel: Panel, { left, top, width }: Place): GraphicComponentOption[] {
  const x = left - AROUND.left;
  const room = width + AROUND.left;
  const title = cutTo(panelTitle(panel), room, MIDDLE * 1.1);
  const name = cutTo(plainLine(panel.leading.name), room, SMALL);
  return [
    label(title, x, top - AROUND.above + 2, bold(MIDDLE)),
    label(name, x, top - AROUND.above + 19, { fill: FAINT }),
  ];
}

export function panelTitle({ id, title }: Panel): string {
  return plainLine(`${id} ${title}`, 200);
}

/** When the alert fired, and when this evidence left what is usual. */
export function momentsOf(
  { onset, usual, leading }: Panel,
  { place, span, fired }: { readonly place: Place; readonly span: Span; readonly fired: Mark },
): GraphicComponentOption[] {
  const inside = (at: number) => at >= span.from && at <= span.to;
  const xOf = (at: number) =>
    place.left + ((at - span.from) / Math.max(1, span.to - span.from)) * place.width;
  const dotted = inside(fired.at) ? [line(xOf(fired.at), place, 0, [2, 2])] : [];
  const y = place.top - 15;
  if (onset === null || !inside(onset)) {
    return [...dotted, label(calmText(leading, usual), place.left, y, { fill: FAINT })];
  }
  const text = timeText(onset, span);
  const [x, wide] = [xOf(onset), textWidth(text, SMALL)];
  const isRoom = x + BESIDE_LINE + wide <= place.left + place.width + AROUND.right - 6;
  const at = isRoom ? x + BESIDE_LINE : x - BESIDE_LINE - wide;
  return [...dotted, line(x, place, 15, []), label(text, at, y)];
}

function calmText({ points }: Panel['leading'], usual: Panel['usual']): string {
  if (points.every(([, value]) => value === null)) return 'no data';
  return usual === null ? '' : 'as usual';
}

function line(x: number, { top, height }: Place, above: number, lineDash: number[]) {
  const at = Math.round(x) + 0.5;
  return {
    type: 'line',
    silent: true,
    z: 1,
    shape: { x1: at, y1: top - above, x2: at, y2: top + height },
    style: { stroke: above === 0 ? FAINT : INK, lineWidth: 1.2, lineDash },
  } satisfies GraphicComponentOption;
}

function bold(size: number) {
  return { font: `600 ${size}px ${FONT}` };
}
