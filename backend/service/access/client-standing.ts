import { asksAuthority, authorityHolds } from '#domain/client/authority-document.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { ok, refuse } from '#domain/result.ts';
import { localDate } from '#domain/time/local-date.ts';
import type { Answer } from '../outcome.ts';
import { ownProgramme } from '../programme/own-programme.ts';
import type { Service } from '../service.ts';

/** A person, and the only client whose objects he may see; null for the network's own people. */
interface Person {
  readonly userId: string;
  readonly clientId: string | null;
}

type Asked = Pick<Service, 'stores' | 'clock'>;
type OwnProgramme = Pick<ProgrammeProfile, 'account'> | null;

/**
 * Whether a client's person may act for his client today. Judged at sign-in after the right
 * password, and again at every request, whatever sessions there are.
 * @returns `ACCOUNT_CLOSED` for a client whose last contract was closed, or the last one under the
 *   programme at whose door the person is known, where that programme ends access with it (row
 *   N-07); `AUTHORITY_EXPIRED` {fromOn, untilOn} where the paper that he acts on does not hold on
 *   this day in his contract's zone, and `AUTHORITY_MISSING` where his programme lets nobody act
 *   without one and he has none (row V-02). A paper of another client's contract is none: whoever
 *   was moved brings nothing of the client before
 */
export async function clientStanding(
  service: Asked,
  { userId, clientId }: Person,
): Promise<Answer<null>> {
  if (clientId === null) return ok(null);
  const { stores } = service;
  const account = await stores.people.accountById(userId);
  const programmeId = account?.programmeId ?? null;
  const programme = await ownProgramme(service, userId);
  const isClosed = await stores.registers.isClientClosed({ clientId, programmeId });
  if (isClosed && closesAtOnce(programme)) return refuse('ACCOUNT_CLOSED');
  return authorityStanding(service, { userId, clientId, programme });
}

async function authorityStanding(
  { stores, clock }: Asked,
  { userId, clientId, programme }: Person & { readonly programme: OwnProgramme },
): Promise<Answer<null>> {
  const authority = await stores.applications.authorityOf(userId);
  const contract =
    authority === null ? null : await stores.clients.contractPaper(authority.contractId);
  if (authority === null || contract?.client.clientId !== clientId) {
    const asks = programme !== null && asksAuthority(programme.account.birth);
    return asks ? refuse('AUTHORITY_MISSING') : ok(null);
  }
  return authorityHolds(authority, localDate(clock.nowMs(), contract.zone));
}

/**
 * Whether access ends with a client's last contract, on the same day (row N-07). Under a programme
 * that does not say so people read on until staff end it; whoever is of none is out.
 */
export function closesAtOnce(programme: Pick<ProgrammeProfile, 'account'> | null): boolean {
  return programme === null || programme.account.sameDayClosing;
}
