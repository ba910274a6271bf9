// Where the list of a box opens: below it, or above when there is more room there.

export interface ListPlace {
  readonly left: string;
  readonly top: string;
  readonly bottom: string;
  readonly minWidth: string;
  readonly maxHeight: string;
}

const gapPx = 4;
const heightPxMax = 320;
const roomPxMin = 160;

/** Coordinates in the window for an element in the top layer. */
export function listPlace(box: HTMLElement): ListPlace {
  const { left, top, bottom, width } = box.getBoundingClientRect();
  const heightPx = document.documentElement.clientHeight;
  const roomBelow = heightPx - bottom - 2 * gapPx;
  const opensBelow = roomBelow >= Math.min(roomPxMin, top);
  const room = opensBelow ? roomBelow : top - 2 * gapPx;
  return {
    left: `${left}px`,
    top: opensBelow ? `${bottom + gapPx}px` : 'auto',
    bottom: opensBelow ? 'auto' : `${heightPx - top + gapPx}px`,
    minWidth: `${width}px`,
    maxHeight: `${Math.min(heightPxMax, room)}px`,
  };
}
