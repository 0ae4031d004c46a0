/** The places of an overview's panels: up to three beside each other, all of one size. */

/** The plot itself, in pixels of the picture. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const WIDTH = 900;
const MARGIN = 16;
/** Around a plot: the title and the onset above it, numbers on the left, times below. */
export const AROUND = { left: 58, right: 22, above: 54, below: 34 };
const PLOT_HEIGHT = 112;

/** `head`: pixels above the first row. */
export function placesOf(
  count: number,
  head: number,
): { readonly places: readonly Place[]; readonly width: number; readonly height: number } {
  const columns = count <= 1 ? 1 : count <= 4 ? 2 : 3;
  const cell = (WIDTH - MARGIN * 2) / columns;
  const row = AROUND.above + PLOT_HEIGHT + AROUND.below;
  const places = Array.from({ length: count }, (_, index) => ({
    left: MARGIN + (index % columns) * cell + AROUND.left,
    top: head + Math.floor(index / columns) * row + AROUND.above,
    width: cell - AROUND.left - AROUND.right,
    height: PLOT_HEIGHT,
  }));
  const rows = Math.max(1, Math.ceil(count / columns));
  return { places, width: WIDTH, height: head + rows * row };
}
