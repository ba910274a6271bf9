import { auditEntry } from '#domain/audit/audit-entry.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import type { Invitation } from './invitation-rows.ts';
import { told } from './invite.ts';

/** What withdraws an invitation: no account is made by it any more. */
export function withdrawal(invitation: Invitation, endedAtMs: number): PeopleChange {
  return { kind: 'invitation.put', invitation: { ...invitation, state: 'revoked', endedAtMs } };
}

/** Whoever brings in nobody any more does not do so by the letters that he has sent before. */
export async function withdrawnBy(
  { invitations }: Pick<Service['stores'], 'invitations'>,
  { userId, clientId }: Pick<Account, 'userId' | 'clientId'>,
  endedAtMs: number,
): Promise<readonly PeopleChange[]> {
  if (clientId === null) return [];
  const sent = await invitations.invitationsOf(clientId);
  return sent
    .filter(({ invitedBy, state }) => invitedBy === userId && state === 'active')
    .map((invitation) => withdrawal(invitation, endedAtMs));
}

/**
 * Withdraws what waits for people of a client whose last contract has ended (row N-07), so that
 * lists show it and nobody prolongs it. Whoever comes with such a letter before this is done is
 * refused all the same: a code is judged when it is used.
 */
export async function withdrawOfClosed(
  service: Service,
  contractId: string,
  caller: Caller,
): Promise<void> {
  const { registers, invitations, people } = service.stores;
  const clientId = await registers.clientOfContract(contractId);
  if (clientId === null) return;
  const sent = await invitations.invitationsOf(clientId);
  const active = sent.filter(({ state }) => state === 'active');
  const closed = new Set<string>();
  for (const programmeId of new Set(active.map((invitation) => invitation.programmeId))) {
    if (await registers.isClientClosed({ clientId, programmeId })) closed.add(programmeId);
  }
  for (const invitation of active.filter(({ programmeId }) => closed.has(programmeId))) {
    const { invitationId: subjectId } = invitation;
    const atMs = service.clock.nowMs();
    // Accepted or withdrawn in this moment by somebody else: there is nothing left to withdraw.
    await people.commit({
      atMs,
      audit: auditEntry(doerOf(caller), {
        event: 'invitation.revoke',
        subjectKind: 'invitation',
        subjectId,
        before: told(invitation),
        after: { ...told(invitation), state: 'revoked', contractId },
      }),
      changes: [withdrawal(invitation, atMs)],
    });
  }
}
