import { maskEmail } from '#domain/client/contact-mask.ts';
import type { PasswordRequest } from '../people/access-rows.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import { letterTo } from './letter.ts';

/**
 * Following the link that was sent to a new mailbox confirms it (row N-12): it takes the place of
 * the lost one, which is told. Nothing where the link was no such.
 */
export async function replacedMailbox(
  service: Service,
  { caseId, programmeId }: PasswordRequest,
  account: Account,
): Promise<readonly PeopleChange[]> {
  const { stores, clock } = service;
  const opened = caseId === null ? null : await stores.access.passwordCase(caseId);
  const email = opened?.newEmail ?? null;
  const programme = await stores.programmes.programme(programmeId);
  if (email === null || programme === null) return [];
  const put = { kind: 'account.put', account: { ...account, email } } as const;
  if (account.email === null) return [put];
  const params = { kind: 'email', contactMasked: maskEmail(email), atMs: clock.nowMs() } as const;
  const to = { channel: 'email', to: account.email } as const;
  const told = { profile: programme.profile, account, to, template: 'contact-changed' } as const;
  return [put, letterTo(service, { ...told, params })];
}
