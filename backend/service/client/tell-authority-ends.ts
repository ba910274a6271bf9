import { endingSoon } from '#domain/client/authority-document.ts';
import { localDate } from '#domain/time/local-date.ts';
import type { EndingAuthority } from '../application/application-ports.ts';
import { noticeDoorOf, noticesTo, type MessageAdd } from '../message/notice.ts';
import type { Service } from '../service.ts';

/** The rest are told by the next call. */
const AT_ONCE = 500;

/**
 * Tells representatives whose paper ends soon, each once (rows V-02, R-27); to be done now and
 * then. A day's difference of zones does not matter two weeks before. Nothing to whoever may not
 * come in, or whose client has ended: should either begin anew in time, he is told then.
 * @returns how many were told
 */
export async function tellAuthorityEnds(service: Service): Promise<number> {
  const { stores, clock } = service;
  const soon = endingSoon(localDate(clock.nowMs(), 'UTC'));
  const ending = await stores.applications.authoritiesEnding({ ...soon, limit: AT_ONCE });
  let told = 0;
  for (const paper of ending) {
    const { userId, untilOn } = paper;
    const notices = await endNotices(service, paper);
    if (notices === null) continue;
    const changes = [{ kind: 'authority.told', userId, untilOn } as const, ...notices];
    const written = await stores.people.commit({ atMs: clock.nowMs(), audit: null, changes });
    // Another backend has told him, or he has another paper by now.
    if (written === 'done') told += 1;
  }
  return told;
}

/** Null where he is not told now. */
async function endNotices(
  service: Service,
  { userId, untilOn, title, number }: EndingAuthority,
): Promise<readonly MessageAdd[] | null> {
  const { people, registers } = service.stores;
  const account = await people.accountById(userId);
  if (account === null || account.clientId === null) return null;
  const { clientId, programmeId } = account;
  // Of his programme's contracts alone it may have ended (row N-07).
  if (await registers.isClientClosed({ clientId, programmeId })) return null;
  const door = await noticeDoorOf(service, account);
  const params = { paperTitle: title, paperNumber: number, untilOn };
  return noticesTo(service, { door, account, template: 'authority-ending', params });
}
