import { authorityHolds } from '#domain/client/authority-document.ts';
import { localDate } from '#domain/time/local-date.ts';
import { ok, refuse } from '#domain/result.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** A person, and the only client whose objects he may see; null for the network's own people. */
interface Person {
  readonly userId: string;
  readonly clientId: string | null;
}

/**
 * Whether a client's person may act for his client today. Judged at sign-in after the right
 * password, and again at every request, whatever sessions there are.
 * @returns `ACCOUNT_CLOSED` for a client whose last contract was closed (row N-07),
 *   `AUTHORITY_EXPIRED` {fromOn, untilOn} where the paper that he acts on does not hold on this day
 *   in his contract's zone (row V-02)
 */
export async function clientStanding(
  { stores, clock }: Pick<Service, 'stores' | 'clock'>,
  { userId, clientId }: Person,
): Promise<Answer<null>> {
  if (clientId === null) return ok(null);
  if (await stores.registers.isClientClosed(clientId)) return refuse('ACCOUNT_CLOSED');
  const authority = await stores.applications.authorityOf(userId);
  if (authority === null) return ok(null);
  const contract = await stores.clients.contractPaper(authority.contractId);
  return authorityHolds(authority, localDate(clock.nowMs(), contract?.zone ?? 'UTC'));
}
