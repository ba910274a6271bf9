import { excess, type Allowance } from '../limit/allowance.ts';
import type { Change } from './change.ts';

/** What has pushed an allowance above its amount: `commandId` makes the exposure's own id. */
export interface ExposureCause {
  readonly commandId: string;
  /** Null where no sale did it: an amount was lowered, a payment taken back. */
  readonly saleId: string | null;
  readonly workstationId: string | null;
  readonly atMs: number;
}

/**
 * Names by how much more an allowance stands above its amount than it did, in the unit of its
 * measure (I1); nothing where it does not. `before` is null for one that did not exist.
 */
export function exposureOf(
  { before, after }: { readonly before: Allowance | null; readonly after: Allowance },
  contractId: string,
  { commandId, saleId, workstationId, atMs }: ExposureCause,
): Change[] {
  const quantity = excess(after) - (before === null ? 0 : excess(before));
  if (quantity <= 0) return [];
  const { key: allowanceKey, measure } = after;
  const exposureId = `${commandId}/${allowanceKey}`;
  const what = { exposureId, allowanceKey, contractId, measure, quantity };
  return [{ kind: 'exposure.put', exposure: { ...what, saleId, workstationId, atMs } }];
}
