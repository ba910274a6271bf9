import { canonicalText } from '#domain/journal/chain.ts';
import { clientScope } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { clientStanding } from '../../access/client-standing.ts';
import { personOf } from '../../access/need.ts';
import type { Caller } from '../../caller.ts';
import type { Answer } from '../../outcome.ts';
import type { Service } from '../../service.ts';
import type { Account } from '../people-rows.ts';
import { doorOf } from './door.ts';

/**
 * Stands for what lets somebody in: his password and what he may do. It is told to himself, and
 * nothing is learned from it: the hash in it has a salt that nobody else knows. A password that is
 * hashed anew under other parameters counts as another: its person signs in once with the link.
 */
function accessMark({ digests }: Pick<Service, 'digests'>, account: Account): string {
  const { userId, passwordHash, role, clientId, grants } = account;
  const what = { userId, passwordHash, role, clientId, grants: [...grants].toSorted() };
  return digests.sha256(canonicalText(what));
}

/** The mark of whoever asks. */
export async function ownAccessMark(
  service: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'access.mark'>>> {
  const account = await service.stores.people.accountById(personOf(caller).userId);
  return account === null ? refuse('NOT_FOUND') : ok({ accessMark: accessMark(service, account) });
}

/**
 * Of people who unlock at a workstation without the link, those who would be let in as they were
 * when their mark was told (rows N-03, N-07), with how long after a sign-in their door lets them
 * unlock by now. Who has no right mark hears nothing of anybody.
 */
export async function keptAccess(
  service: Service,
  { people }: RouteInput<'access.kept'>,
): Promise<Answer<RouteAnswer<'access.kept'>>> {
  const kept: RouteAnswer<'access.kept'>['people'] = [];
  for (const person of people) {
    const account = await service.stores.people.accountById(person.userId);
    if (account === null || accessMark(service, account) !== person.accessMark) continue;
    const offlineUnlockMs = await unlockTermOf(service, account);
    if (offlineUnlockMs !== null) kept.push({ ...person, offlineUnlockMs });
  }
  return ok({ people: kept });
}

/** Null for whoever would not be let in now, whatever his password. */
async function unlockTermOf(service: Service, account: Account): Promise<number | null> {
  const { userId, role, active, state, clientId, programmeId } = account;
  if (!active || state !== 'active') return null;
  const standing = await clientStanding(service, { userId, clientId: clientScope(role, clientId) });
  if (!standing.ok) return null;
  const door = await doorOf(service, programmeId);
  return door.ok ? (door.value.offlineUnlockMs ?? 0) : null;
}
