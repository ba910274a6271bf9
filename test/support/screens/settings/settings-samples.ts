import type { BridgeAnswer } from '#protocol/bridge.ts';
import { nowMs, station } from '../samples.ts';

const HOUR_MS = 3_600_000;

const session = (index: number, workstationId: string | null) => ({
  sessionId: `own-${index}`,
  userId: 'u-administrator',
  workstationId,
  openedAtMs: nowMs - (index + 1) * HOUR_MS,
  expiresAtMs: nowMs + (8 - index) * HOUR_MS,
  current: index === 0,
});

export const ownSessions: BridgeAnswer<'session:list'> = {
  rows: [session(0, station.workstationId), session(1, 'ws-office-2'), session(2, null)],
  nextCursor: null,
  asOfMs: nowMs - 2000,
};
