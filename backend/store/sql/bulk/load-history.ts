import { emptyPack, ownerKey, type Pack } from '#domain/authority/pack.ts';
import { assert } from '#domain/assert.ts';
import type { Contract } from '#domain/contract/contract.ts';
import { BANK_ACCOUNT_ID, book, contractAccountId, type Transfer } from '#domain/ledger/ledger.ts';
import {
  excess,
  moneyAllowance,
  parseAllowanceKey,
  ZERO_COUNTERS,
  type AllowanceCounters,
} from '#domain/limit/allowance.ts';
import { captureTransfers } from '#domain/ledger/sale-transfers.ts';
import { lineTotals } from '#domain/sale/sale-line.ts';
import { linesFor, tariffFrom } from '#domain/sale/tariff.ts';
import { partOutcomes, soldQuantity, type Sale } from '#domain/sale/sale.ts';
import type { BulkHistory } from '#service/bulk-ports.ts';
import { addMonths } from '../month/add-months.ts';
import { packOf, packOfLimit, putPack } from '../packs.ts';
import { MonthBook, type MonthRows } from '../../authority/month-book.ts';
import { CONTRACT_FACT_COLUMNS, contractFrom, type ContractRow } from '../rows.ts';
import { saleColumns } from '../sale-rows.ts';
import type { SqlRow, SqlWrite } from '../sql.ts';

const SQL = {
  contract: `SELECT ${CONTRACT_FACT_COLUMNS} FROM contract WHERE contract_id = @contractId`,
  deposit: `
    UPDATE contract SET deposits_minor = deposits_minor + @amountMinor
    WHERE contract_id = @contractId`,
  visit: `
    INSERT INTO card_visit (card_id, station_id, contract_id, sale_count, last_at_ms)
    VALUES (@cardId, @stationId, @contractId, @saleCount, @atMs)
    ON CONFLICT (card_id, station_id) DO UPDATE SET
      sale_count = card_visit.sale_count + excluded.sale_count,
      last_at_ms = CASE WHEN excluded.last_at_ms > card_visit.last_at_ms
        THEN excluded.last_at_ms ELSE card_visit.last_at_ms END`,
};

interface Visit {
  readonly sale: Sale;
  readonly saleCount: number;
}

/**
 * A piece of the past. Throws when a contract or a limit would be overspent, or a sale does not
 * add up: what the authority would never have passed must not come in as history (I1).
 */
export async function loadHistory(sql: SqlWrite, { topUps, sales }: BulkHistory): Promise<void> {
  await loadTopUps(sql, topUps);
  const contracts = await contractsOf(sql, sales);
  await sql.insertAll(
    'sale',
    sales.map((sale) => saleColumns(checked(sale), null)),
  );
  await sql.insertAll('transfer', saleTransfers(sales, contracts));
  await loadVisits(sql, sales);
  await addMonths(sql, monthsOf(sales, contracts));
  await loadCounters(sql, sales, contracts);
}

async function loadTopUps(sql: SqlWrite, topUps: BulkHistory['topUps']): Promise<void> {
  const deposits = new Map<string, number>();
  const rows = topUps.map(({ contractId, ...topUp }) => {
    deposits.set(contractId, (deposits.get(contractId) ?? 0) + topUp.amountMinor);
    const creditAccountId = contractAccountId(contractId);
    const accounts = { debitAccountId: BANK_ACCOUNT_ID, creditAccountId };
    const entry = { kind: 'top-up', effectiveAtMs: topUp.atMs, linkedId: null, memo: '' } as const;
    return transferColumns(book({ ...topUp, ...accounts, ...entry }).transfer, contractId);
  });
  await sql.insertAll('transfer', rows);
  for (const [contractId, amountMinor] of deposits) {
    await sql.run(SQL.deposit, { amountMinor, contractId });
    await sql.touch('contract', contractId);
  }
}

async function contractsOf(
  sql: SqlWrite,
  sales: readonly Sale[],
): Promise<ReadonlyMap<string, Contract>> {
  const found = new Map<string, Contract>();
  for (const { contractId } of sales) {
    if (found.has(contractId)) continue;
    await sql.lock({ contractId });
    const row = await sql.get<ContractRow<Contract>>(SQL.contract, { contractId });
    assert(row !== undefined, `contract ${contractId} is unknown`);
    found.set(contractId, contractFrom<Contract>(row));
  }
  return found;
}

/** What the sales moved: fuel and fees, posted at once. */
function saleTransfers(
  sales: readonly Sale[],
  contracts: ReadonlyMap<string, Contract>,
): readonly SqlRow[] {
  return sales.flatMap((sale) => {
    const contract = contracts.get(sale.contractId);
    assert(contract !== undefined, 'the contract of a sale was read');
    return captureTransfers(sale, contract.currency).map(({ transfer }) => {
      return transferColumns(transfer, sale.contractId);
    });
  });
}

function transferColumns(transfer: Transfer, contractId: string): SqlRow {
  return {
    transfer_id: transfer.transferId,
    contract_id: contractId,
    debit_account_id: transfer.debitAccountId,
    credit_account_id: transfer.creditAccountId,
    amount_minor: transfer.amountMinor,
    pending_minor: transfer.pendingMinor,
    state: transfer.state,
    at_ms: transfer.atMs,
    memo: transfer.memo,
    kind: transfer.kind,
    effective_at_ms: transfer.effectiveAtMs === transfer.atMs ? null : transfer.effectiveAtMs,
    linked_id: transfer.linkedId,
  };
}

async function loadVisits(sql: SqlWrite, sales: readonly Sale[]): Promise<void> {
  const visits = new Map<string, Visit>();
  for (const sale of sales) {
    const key = `${sale.cardId} ${sale.stationId}`;
    visits.set(key, { sale, saleCount: (visits.get(key)?.saleCount ?? 0) + 1 });
  }
  for (const { sale, saleCount } of visits.values()) {
    const { cardId, stationId, contractId, authorizedAtMs: atMs } = sale;
    await sql.run(SQL.visit, {
      cardId,
      stationId,
      contractId,
      saleCount,
      atMs,
    });
  }
}

function monthsOf(sales: readonly Sale[], contracts: ReadonlyMap<string, Contract>): MonthRows {
  const book = new MonthBook((contractId) => {
    const contract = contracts.get(contractId);
    assert(contract !== undefined, 'the contract of a sale was read');
    return contract.zone;
  });
  for (const sale of sales) book.addSale(sale);
  return book.rows();
}

async function loadCounters(
  sql: SqlWrite,
  sales: readonly Sale[],
  contracts: ReadonlyMap<string, Contract>,
): Promise<void> {
  const packs = new Map<string, { pack: Pack; counters: Map<string, AllowanceCounters> }>();
  const open = (pack: Pack): Map<string, AllowanceCounters> => {
    const known = packs.get(pack.ownerKey)?.counters;
    if (known !== undefined) return known;
    const counters = new Map(pack.counters);
    packs.set(pack.ownerKey, { pack, counters });
    return counters;
  };
  for (const [allowanceKey, { contractId, captured }] of capturedBy(sales)) {
    const pack = await homeOf(sql, allowanceKey, contractId);
    const counters = open(packs.get(pack.ownerKey)?.pack ?? pack);
    const before = counters.get(allowanceKey) ?? ZERO_COUNTERS;
    const after = { ...before, captured: before.captured + captured };
    assert(
      !overspent(allowanceKey, after, {
        pack,
        contract: contracts.get(contractId),
      }),
      `the history overspends ${allowanceKey}`,
    );
    counters.set(allowanceKey, after);
  }
  for (const { pack, counters } of packs.values()) await putPack(sql, { ...pack, counters });
}

function capturedBy(
  sales: readonly Sale[],
): ReadonlyMap<string, { contractId: string; captured: number }> {
  const sums = new Map<string, { contractId: string; captured: number }>();
  for (const sale of sales) {
    for (const { part, taken } of partOutcomes(sale.parts, soldQuantity(sale))) {
      const captured = (sums.get(part.allowanceKey)?.captured ?? 0) + taken;
      sums.set(part.allowanceKey, { contractId: sale.contractId, captured });
    }
  }
  return sums;
}

async function homeOf(sql: SqlWrite, allowanceKey: string, contractId: string): Promise<Pack> {
  const { limitId } = parseAllowanceKey(allowanceKey);
  if (limitId === null) {
    const owner = ownerKey('contract', contractId);
    return (await packOf(sql, owner)) ?? emptyPack(owner, contractId);
  }
  const pack = await packOfLimit(sql, limitId);
  assert(pack !== null, `limit ${limitId} is unknown`);
  return pack;
}

function overspent(
  allowanceKey: string,
  counters: AllowanceCounters,
  { pack, contract }: { pack: Pack; contract: Contract | undefined },
): boolean {
  const { limitId } = parseAllowanceKey(allowanceKey);
  if (limitId === null) {
    assert(contract !== undefined, 'the contract of a sale was read');
    return excess(moneyAllowance({ ...contract, counters })) > 0;
  }
  const limit = pack.limits.find((one) => one.limitId === limitId);
  return limit !== undefined && counters.captured > limit.amount;
}

function checked(sale: Sale): Sale {
  const { saleId, amountMinor, volumeMl, vatMinor } = sale;
  assert(sale.state === 'captured', `sale ${saleId} is not captured`);
  const lines = linesFor(tariffFrom(sale.lines), volumeMl);
  const totals = lineTotals(lines);
  assert(amountMinor === totals.amountMinor, `amount of sale ${saleId}`);
  assert(vatMinor === totals.vatMinor, `VAT of sale ${saleId}`);
  const paid = sale.parts.some((part) => part.allowanceKey === `money/${sale.contractId}`);
  assert(paid, `sale ${saleId} does not count against its contract's money`);
  return sale;
}
