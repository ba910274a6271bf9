import { contactNotices } from '../message/contact-notices.ts';
import { doorOfProgramme } from '../message/notice.ts';
import type { PasswordRequest } from '../people/access-rows.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';

/**
 * Following the link that was sent to a new mailbox confirms it (row N-12): it takes the place of
 * the lost one, which is told. Nothing where the link was no such.
 */
export async function replacedMailbox(
  service: Service,
  { caseId, programmeId }: PasswordRequest,
  account: Account,
): Promise<readonly PeopleChange[]> {
  const { stores } = service;
  const opened = caseId === null ? null : await stores.access.passwordCase(caseId);
  const email = opened?.newEmail ?? null;
  const programme = await stores.programmes.programme(programmeId);
  if (email === null || programme === null) return [];
  const after = { ...account, email };
  const door = doorOfProgramme(programme.profile);
  const told = contactNotices(service, { kind: 'email', door, before: account, after });
  return [{ kind: 'account.put', account: after }, ...told];
}
