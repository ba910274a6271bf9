import { authorityHolds } from '#domain/client/authority-document.ts';
import type { ClientUser } from '#protocol/records/client/client-user.ts';
import type { Look } from '#ui/status/look.ts';

type Authority = NonNullable<ClientUser['authority']>;

/** How a paper stands on a day: it works, will soon be over, or does not work (row V-02). */
export type AuthorityStanding = 'none' | 'coming' | 'holds' | 'endless' | 'ending' | 'over';

/** So many days before its last one a new paper is asked for. */
const ENDING_DAYS = 30;

/** @param today the day in the contract's zone, `YYYY-MM-DD` */
export function authorityStanding(authority: Authority | null, today: string): AuthorityStanding {
  if (authority === null) return 'none';
  if (!authorityHolds(authority, today).ok) return today < authority.fromOn ? 'coming' : 'over';
  if (authority.untilOn === null) return 'endless';
  const leftMs = Date.parse(authority.untilOn) - Date.parse(today);
  return leftMs <= ENDING_DAYS * 24 * 3_600_000 ? 'ending' : 'holds';
}

export const authorityLooks: Readonly<Record<AuthorityStanding, Look>> = {
  none: { tone: 'neutral', icon: 'neutral' },
  coming: { tone: 'warn', icon: 'waiting' },
  holds: { tone: 'ok', icon: 'document' },
  endless: { tone: 'ok', icon: 'document' },
  ending: { tone: 'warn', icon: 'stale' },
  over: { tone: 'danger', icon: 'danger' },
};
