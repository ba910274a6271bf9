import type { StatementEvidence, Violation } from './evidence.ts';
import type { LedgerTables, SaleRow } from './ledger-tables.ts';

/** I3: every transfer moves from one account to another, and every sum follows from transfers. */

export function conservation(
  ledger: LedgerTables,
  statements: readonly StatementEvidence[],
): Violation[] {
  const found = [
    ...transfersMove(ledger),
    ...salesFollow(ledger),
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

/** What was posted to an account. */
function creditsOf(ledger: LedgerTables, accountId: string): number {
  let sum = 0;
  for (const { credit_account_id, amount_minor } of ledger.transfers.values()) {
    if (credit_account_id === accountId) sum += amount_minor;
  }
  return sum;
}

const TRANSFER_STATES = { held: 'pending', captured: 'posted', reversed: 'voided' } as const;

/** A sale and its transfer tell the same; amounts are price × volume, rounded half up once. */
function salesFollow(ledger: LedgerTables): string[] {
  return ledger.sales.flatMap((sale) => {
    const transfer = ledger.transfers.get(sale.sale_id);
    const same =
      transfer?.state === TRANSFER_STATES[sale.state] &&
      transfer.amount_minor === sale.amount_minor &&
      transfer.pending_minor === sale.hold_amount_minor &&
      transfer.debit_account_id === `contract/${sale.contract_id}`;
    if (!same) return [`sale ${sale.sale_id} and its transfer tell different things`];
    if (sale.vat_rate_bp !== lawfulRate(sale))
      return [`sale ${sale.sale_id} has a VAT rate of old`];
    return sale.state === 'captured' && !reckonedRight(sale)
      ? [`sale ${sale.sale_id} is not price × volume`]
      : [];
  });
}

/** Russia: 20 % until the end of 2025, 22 % since, by the station's calendar. */
const RATE_CHANGED_MS = Date.UTC(2025, 11, 31, 21);

function lawfulRate({ authorized_at_ms }: SaleRow): number {
  return authorized_at_ms < RATE_CHANGED_MS ? 2000 : 2200;
}

function reckonedRight(sale: SaleRow): boolean {
  const { price_minor_per_litre: price, volume_ml: volume, vat_rate_bp: rate } = sale;
  const amount = Math.floor((price * volume + 500) / 1000);
  const vat = Math.floor((2 * amount * rate + 10_000 + rate) / (2 * (10_000 + rate)));
  return sale.amount_minor === amount && sale.vat_minor === vat;
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

/**
 * A statement up to today is all captured sales up to then and all payments, and its totals are
 * their sums. A workstation whose clock was ahead may have dated a sale later than today.
 */
function statementAgrees(statement: StatementEvidence, ledger: LedgerTables): string[] {
  const { contractId, toMs, lines, totals, openingMinor, closingMinor } = statement;
  const real = { saleCount: 0, volumeMl: 0, saleAmountMinor: 0, vatMinor: 0, topUpMinor: 0 };
  for (const sale of ledger.sales) {
    if (sale.contract_id !== contractId || sale.state !== 'captured') continue;
    if (sale.authorized_at_ms >= toMs) continue;
    real.saleCount += 1;
    real.volumeMl += sale.volume_ml;
    real.saleAmountMinor += sale.amount_minor;
    real.vatMinor += sale.vat_minor;
  }
  const ofLines = { saleCount: 0, volumeMl: 0, saleAmountMinor: 0, vatMinor: 0, topUpMinor: 0 };
  for (const line of lines) {
    ofLines.vatMinor += line.vatMinor;
    ofLines.volumeMl += line.volumeMl;
    if (line.kind === 'top-up') ofLines.topUpMinor += line.amountMinor;
    else ofLines.saleAmountMinor -= line.amountMinor;
    if (line.kind === 'sale') ofLines.saleCount += 1;
  }
  real.topUpMinor = creditsOf(ledger, `contract/${contractId}`);
  const balance = real.topUpMinor - real.saleAmountMinor;
  const found: string[] = [];
  const text = (sums: typeof real): string => Object.values(sums).join('/');
  const { saleCount, volumeMl, saleAmountMinor, vatMinor, topUpMinor } = totals;
  const named = { saleCount, volumeMl, saleAmountMinor, vatMinor, topUpMinor };
  if (text(named) !== text(real) || text(ofLines) !== text(real)) {
    const said = `${text(named)} over lines of ${text(ofLines)}`;
    found.push(`statement of ${contractId} says ${said}, the ledger ${text(real)}`);
  }
  if (openingMinor !== 0 || closingMinor !== balance) {
    found.push(`statement of ${contractId} ends at ${closingMinor}, its account at ${balance}`);
  }
  return found;
}
