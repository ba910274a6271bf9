import type { StatementEvidence, Violation } from './evidence.ts';
import type { LedgerTables, RefundRow, SaleRow } from './tables/ledger-tables.ts';
import { statementAgrees } from './statements.ts';

/** I3: every transfer moves from one account to another, and every sum follows from transfers. */

export function conservation(
  ledger: LedgerTables,
  statements: readonly StatementEvidence[],
): Violation[] {
  const found = [
    ...transfersMove(ledger),
    ...salesFollow(ledger),
    ...refundsFollow(ledger),
    ...vouchersFollow(ledger),
    ...contractsFollow(ledger),
    ...statements.flatMap((statement) => statementAgrees(statement, ledger)),
  ];
  return found.map((what) => ({ invariant: 'I3', what }));
}

/** Every transfer moves an amount from one account to another. */
function transfersMove(ledger: LedgerTables): string[] {
  return [...ledger.transfers.values()].flatMap((transfer) => {
    const { transfer_id, debit_account_id, credit_account_id, amount_minor, state } = transfer;
    const moves = debit_account_id !== credit_account_id && amount_minor >= 0;
    const still = state === 'posted' || amount_minor === 0;
    return moves && still ? [] : [`transfer ${transfer_id} moves nothing from one to another`];
  });
}

const TRANSFER_STATES = { held: 'pending', captured: 'posted', reversed: 'voided' } as const;

/** A sale and its transfer tell the same; amounts are price × volume, rounded half up once. */
function salesFollow(ledger: LedgerTables): string[] {
  return ledger.sales.flatMap((sale) => {
    if (!isMoved(ledger, sale))
      return [`sale ${sale.sale_id} and its transfer tell different things`];
    if (sale.vat_rate_bp !== lawfulRate(sale))
      return [`sale ${sale.sale_id} has a VAT rate of old`];
    return sale.state === 'captured' && !reckonedRight(sale)
      ? [`sale ${sale.sale_id} is not price × volume`]
      : [];
  });
}

/** A hold that was given up moves nothing; filled all the same, it has an entry of its own. */
function isMoved({ transfers }: LedgerTables, sale: SaleRow): boolean {
  const { sale_id, contract_id, voided, state, amount_minor, hold_amount_minor } = sale;
  const hold = transfers.get(sale_id);
  const isLate = voided === 1 && state === 'captured';
  const moved = isLate ? transfers.get(`${sale_id}/late`) : hold;
  return (
    hold?.state === (isLate ? 'voided' : TRANSFER_STATES[state]) &&
    hold.pending_minor === hold_amount_minor &&
    moved?.state === TRANSFER_STATES[state] &&
    moved.amount_minor === amount_minor &&
    moved.debit_account_id === `contract/${contract_id}`
  );
}

/** Russia: 20 % until the end of 2025, 22 % since, by the station's calendar. */
const RATE_CHANGED_MS = Date.UTC(2025, 11, 31, 21);

function lawfulRate({ authorized_at_ms }: SaleRow): number {
  return authorized_at_ms < RATE_CHANGED_MS ? 2000 : 2200;
}

function reckonedRight(sale: SaleRow): boolean {
  const { amount, vat } = reckoned(sale, sale.volume_ml);
  return sale.amount_minor === amount && sale.vat_minor === vat;
}

/** What so many millilitres come to at the price and the VAT rate of a sale. */
function reckoned(sale: SaleRow, volumeMl: number): { amount: number; vat: number } {
  const { price_minor_per_litre: price, vat_rate_bp: rate } = sale;
  const amount = Math.floor((price * volumeMl + 500) / 1000);
  const vat = Math.floor((2 * amount * rate + 10_000 + rate) / (2 * (10_000 + rate)));
  return { amount, vat };
}

/** Refunds of a sale together give back what it took of as many litres, and never more. */
function refundsFollow({ sales, refunds }: LedgerTables): string[] {
  if (refunds.size === 0) return [];
  const ofSale = new Map<string, RefundRow[]>();
  for (const refund of refunds.values()) {
    ofSale.set(refund.sale_id, [...(ofSale.get(refund.sale_id) ?? []), refund]);
  }
  return sales.flatMap((sale) => {
    const back = ofSale.get(sale.sale_id);
    if (back === undefined) return [];
    const leftMl = sale.volume_ml - sumOf(back, 'volume_ml');
    const left = reckoned(sale, leftMl);
    const same =
      sale.state === 'captured' &&
      leftMl >= 0 &&
      sale.amount_minor - sumOf(back, 'amount_minor') === left.amount &&
      sale.vat_minor - sumOf(back, 'vat_minor') === left.vat;
    return same ? [] : [`refunds of sale ${sale.sale_id} do not leave price × volume`];
  });
}

function sumOf<K extends string>(
  rows: readonly { readonly [name in K]: number }[],
  key: K,
): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}

/** Vouchers are paid when they are issued, to the last minor unit. */
function vouchersFollow({ assets, transfers }: LedgerTables): string[] {
  const paid = new Map<string, number>();
  const add = (contractId: string, amountMinor: number): void => {
    paid.set(contractId, (paid.get(contractId) ?? 0) + amountMinor);
  };
  for (const { kind, contract_id, amount_minor } of transfers.values()) {
    if (kind === 'voucher') add(contract_id, amount_minor);
  }
  for (const { contractId, nominalMl, priceMinorPerLitre } of assets.vouchers.values()) {
    add(contractId, -Math.floor((priceMinorPerLitre * nominalMl + 500) / 1000));
  }
  return [...paid].flatMap(([contractId, differs]) =>
    differs === 0 ? [] : [`vouchers of ${contractId} were paid with ${differs} too much`],
  );
}

function contractsFollow(ledger: LedgerTables): string[] {
  const paid = new Map<string, number>();
  for (const transfer of ledger.transfers.values()) {
    if (transfer.debit_account_id !== 'bank') continue;
    const before = paid.get(transfer.contract_id) ?? 0;
    paid.set(transfer.contract_id, before + transfer.amount_minor);
  }
  return [...ledger.contracts.values()].flatMap(({ contract_id, deposits_minor }) => {
    const real = paid.get(contract_id) ?? 0;
    return real === deposits_minor
      ? []
      : [`contract ${contract_id} has deposits of ${deposits_minor}, paid was ${real}`];
  });
}
