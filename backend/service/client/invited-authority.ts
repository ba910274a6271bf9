import { asksAuthority, mayInviteBy } from '#domain/client/authority-document.ts';
import { ok, refuse } from '#domain/result.ts';
import { localDate } from '#domain/time/local-date.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import type { Caller } from '../caller.ts';
import type { InvitedAuthority } from '../invitation/invitation-rows.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { AccountPapers } from './new-account.ts';

interface Inviting {
  readonly asked: Pick<RouteInput<'client-user.invite'>, 'authority'>;
  readonly papers: AccountPapers;
}

/**
 * On what paper somebody who is invited will act (row V-02). Staff enter it, who have seen it: of
 * whoever a client's owner invites they enter it once he has his account, and nothing of the client
 * is his until then.
 * @returns `FIELD_REQUIRED` {field: 'authority'} where the programme asks for it and staff give
 *   none, `FORBIDDEN` {right} of a client's person who gives one; `FIELD_INVALID` {field:
 *   'untilOn'}, `AUTHORITY_EXPIRED` {fromOn, untilOn} for one whose last day is over
 */
export function invitedAuthority(
  { clock }: Service,
  { asked: { authority = null }, papers: { paper, programme } }: Inviting,
  caller: Caller,
): Answer<InvitedAuthority | null> {
  const byClient = personOf(caller).clientId !== null;
  if (authority === null) {
    const isMissing = asksAuthority(programme.account.birth) && !byClient;
    return isMissing ? refuse('FIELD_REQUIRED', { field: 'authority' }) : ok(null);
  }
  if (byClient) return refuse('FORBIDDEN', { right: 'contract.change' });
  const good = mayInviteBy(authority, localDate(clock.nowMs(), paper.zone));
  return good.ok ? ok({ ...authority, contractId: paper.contractId }) : good;
}
