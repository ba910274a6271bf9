import { SystemClock } from '#adapter/clock/system-clock.ts';
import { readKeyFile } from '#adapter/key-file/key-file.ts';
import type { Result } from '#domain/result.ts';
import type { CopiedTable } from '#store/move/copy-tables.ts';
import { moveNetwork } from '#store/move/move-network.ts';
import manifest from '../package.json' with { type: 'json' };
import type { MoveArguments } from './arguments.ts';
import { databaseFile, holdFolder, keyFileOf, markMoved } from './entry-folder.ts';

/**
 * Moves a network from its folder into an empty PostgreSQL database; afterwards no backend starts
 * on the folder any more. `told` hears of each table that is there and agrees. Refused as
 * `holdFolder` and `moveNetwork` refuse.
 */
export async function moveStore(
  { from, to }: MoveArguments,
  told: (copied: CopiedTable) => void,
): Promise<Result<readonly CopiedTable[]>> {
  const held = holdFolder(from.dataDir);
  if (!held.ok) return held;
  try {
    const key = await readKeyFile(keyFileOf(from), false);
    const { url, passwordFile } = to;
    const moved = await moveNetwork({
      from: { file: databaseFile(from.dataDir), keyHex: key.keyHex },
      to: { url, ...(passwordFile === null ? {} : { passwordFile }) },
      nowMs: new SystemClock().nowMs(),
      appVersion: manifest.version,
      told,
      beforeCommit: () => markMoved(from.dataDir, true),
    });
    if (!moved.ok) markMoved(from.dataDir, false);
    return moved;
  } catch (error) {
    markMoved(from.dataDir, false);
    throw error;
  } finally {
    held.value.release();
  }
}
