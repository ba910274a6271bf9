import { z } from 'zod';
import { type Rectangle, screen } from 'electron';
import { readJsonFile, writeJsonFile } from '../profile/json-file.ts';

export const SMALLEST = { width: 1024, height: 700 } as const;
const USUAL = { width: 1366, height: 768 } as const;

const kept = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(SMALLEST.width),
  height: z.int().min(SMALLEST.height),
  isMaximized: z.boolean(),
});
type KeptBounds = z.infer<typeof kept>;

/** Where the window was when it was closed, unless that screen is gone. */
export function readBounds(
  path: string,
): Pick<KeptBounds, 'width' | 'height'> & Partial<KeptBounds> {
  const read = readJsonFile(path, kept);
  if (read.state !== 'read' || !isVisible(read.value)) return { ...USUAL };
  return read.value;
}

export function keepBounds(path: string, bounds: Rectangle, isMaximized: boolean): void {
  writeJsonFile(path, { ...bounds, isMaximized });
}

function isVisible(bounds: Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching(bounds);
  return (
    bounds.x < workArea.x + workArea.width - 100 &&
    bounds.x + bounds.width > workArea.x + 100 &&
    bounds.y >= workArea.y - 10 &&
    bounds.y < workArea.y + workArea.height - 100
  );
}
