import { maskEmail } from '#domain/client/contact-mask.ts';
import type { PasswordRequest } from '../people/access-rows.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import { addressed } from './new-request.ts';

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
  const atMs = clock.nowMs();
  const message = {
    ...addressed(service, { profile: programme.profile, account }),
    channel: 'email',
    to: account.email,
    template: 'contact-changed',
    params: { kind: 'email', contactMasked: maskEmail(email), atMs },
    expiresAtMs: atMs + TOLD_WITHIN_MS,
  } as const;
  return [put, { kind: 'message.add', message }];
}

/** After that the news is none any more. */
const TOLD_WITHIN_MS = 7 * 24 * 3_600_000;
