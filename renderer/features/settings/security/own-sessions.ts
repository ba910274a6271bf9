import type { BridgeAnswer } from '#protocol/bridge.ts';
import type { List, ListRow } from '#bridge/query/use-list.ts';

export type OwnSession = ListRow<'session:list'>;
export type OwnSessions = List<OwnSession, BridgeAnswer<'session:list'>>;

/** How many sessions of the person are open beside this one, as they were listed. */
export function othersOf(sessions: OwnSessions): number {
  return sessions.rows.value.filter(({ current }) => !current).length;
}
