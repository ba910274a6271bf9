import { auditEntry, type AuditEntry, type Deed } from '#domain/audit/audit-entry.ts';
import type { AuditEvent } from '#domain/audit/audit-event.ts';
import { contractRefusal } from '#domain/contract/contract.ts';
import { ok, refuse } from '#domain/result.ts';
import type { AccountBirth } from '#domain/identity/programme.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { programmeOf } from '../programme/programme-of.ts';
import type { Service } from '../service.ts';
import type { AccountPapers } from './new-account.ts';

/**
 * A contract in force, with a programme whose accounts come about in one of these ways.
 * @returns `ACCOUNT_BORN_OTHERWISE` where they come about in another
 */
export async function signedPapers(
  service: Service,
  contractId: string,
  births: readonly AccountBirth[],
): Promise<Answer<AccountPapers>> {
  const paper = await service.stores.clients.contractPaper(contractId);
  if (paper === null) return refuse('CONTRACT_NOT_FOUND');
  const refusal = contractRefusal(paper);
  if (refusal !== null) return refuse(refusal);
  const { programmeId } = paper;
  const programme = programmeId === null ? null : await programmeOf(service, programmeId);
  if (programme === null) return refuse('PROGRAMME_NOT_FOUND');
  const fits = births.includes(programme.account.birth);
  return fits ? ok({ paper, programme }) : refuse('ACCOUNT_BORN_OTHERWISE');
}

/** The entry of something that was done to an account. */
export function accountEntry(
  event: AuditEvent,
  done: Pick<Deed, 'subjectId' | 'before' | 'after'>,
  caller: Caller,
): AuditEntry {
  return auditEntry(doerOf(caller), { event, subjectKind: 'account', ...done });
}
