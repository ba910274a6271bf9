import type { ReadableDb } from '#sqlite/open.ts';
import type { Seen, SeenOfBackend } from '../checker/evidence.ts';

type Kind = SeenOfBackend['kind'] | 'refunded';

/** Where the books have what the backend itself has said, by the id that it told. */
const QUESTIONS: Readonly<Record<Kind, string>> = {
  payment: 'SELECT 1 FROM transfer WHERE transfer_id = ?',
  accrued: `SELECT 1 FROM asset WHERE asset_key = 'accrual/' || ?`,
  'contract closed': `SELECT 1 FROM contract WHERE contract_id = ? AND state = 'closed'`,
  'hold given up': 'SELECT 1 FROM sale WHERE sale_id = ? AND voided = 1',
  'slip entered': 'SELECT 1 FROM hand_entry JOIN sale USING (sale_id) WHERE command_id = ?',
  'limits changed': 'SELECT 1 FROM limit_version WHERE command_id = ?',
  refunded: 'SELECT 1 FROM refund WHERE refund_id = ?',
};

/**
 * What can still be asked for once a backend was restored: what only the backend knew since its
 * backup is lost, and what workstations knew that are no more. `here`: those that are.
 */
export function stillKnown(
  seen: readonly Seen[],
  backend: ReadableDb,
  here: ReadonlySet<string>,
): Seen[] {
  const isThere = (kind: Kind, id: string): boolean => {
    return backend.prepare<[string], unknown>(QUESTIONS[kind]).get(id) !== undefined;
  };
  return seen.filter((one) => {
    switch (one.kind) {
      case 'payment':
      case 'slip entered':
      case 'limits changed':
        return isThere(one.kind, one.commandId);
      case 'accrued':
      case 'hold given up':
        return isThere(one.kind, one.saleId);
      case 'contract closed':
        return isThere(one.kind, one.contractId);
      case 'refunded':
        return one.booked ? isThere(one.kind, one.refundId) : here.has(one.deskId);
      default:
        return here.has(one.deskId);
    }
  });
}
