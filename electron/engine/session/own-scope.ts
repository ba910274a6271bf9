import type { Sale } from '#domain/sale/sale.ts';
import { ownCard, ownContract } from '../cache/client-records.ts';
import type { Core } from '../core.ts';
import type { Operator } from '../sale/question.ts';

/**
 * Whether a person may see what this workstation itself knows of a card or a contract: the
 * network's people everything, a client's people what is their client's (architecture §8, scope).
 * What the backend answers it has judged itself.
 */
export function maySee(
  core: Core,
  { clientId }: Operator,
  subject: { readonly subjectKind: 'card' | 'contract'; readonly subjectId: string },
): boolean {
  if (clientId === null) return true;
  const { subjectKind, subjectId } = subject;
  const read = subjectKind === 'card' ? ownCard : ownContract;
  return read(core.cache.db, clientId, subjectId) !== null;
}

/** The same of a fill: it is of whose card it was then, whosever it is now. */
export function maySeeFill(
  core: Core,
  operator: Operator,
  { contractId }: Pick<Sale, 'contractId'>,
): boolean {
  return maySee(core, operator, { subjectKind: 'contract', subjectId: contractId });
}
