import type { Card } from '#domain/card/card.ts';
import type { Contract } from '#domain/contract/contract.ts';
import type { Transfer } from '#domain/ledger/ledger.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import type { Pack } from '#domain/authority/pack.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type { KeptLine } from '../../authority/journal-answer.ts';
import {
  alertsText,
  assetRow,
  countersText,
  linesText,
  packRow,
  partsText,
} from '../../authority/stored-text.ts';
import type { NamedLimitPlace, StateDelta, StoredTransfer } from '../../authority/state-delta.ts';
import type { NewOutcome, StoredSale } from '../../authority/state-source.ts';
import { visitsOf, type Visits } from '../../authority/visits.ts';
import type { WritableDb } from '#sqlite/open.ts';
import type { NetworkWriter } from '../network-writer.ts';
import { RowInsert, type RowValue } from '../row-insert.ts';
import { fold } from '#domain/text/fold.ts';
import { AccountWriter } from './account-writer.ts';
import { AuditWriter } from './audit-writer.ts';
import { ClosingBook } from './closing-book.ts';
import { MonthWriter } from './month-writer.ts';
import { listText } from '../../sql/rows.ts';

/**
 * Writes the rows that a batch of decisions changed, as they are: the rules are the domain's, the
 * CHECKs of the tables repeat them.
 */
export class StateWriter {
  readonly #writer: NetworkWriter;
  readonly #statements;
  readonly #closings;
  readonly #months;
  readonly #accounts;
  readonly #audit;

  constructor(writer: NetworkWriter) {
    this.#writer = writer;
    this.#statements = prepare(writer.db);
    this.#closings = new ClosingBook(writer.db);
    this.#months = new MonthWriter(writer.db);
    this.#accounts = new AccountWriter(writer.db);
    this.#audit = new AuditWriter(writer.db);
  }

  write(delta: StateDelta): void {
    for (const { sale, isNew } of delta.sales) if (!isNew) this.#putSale(sale);
    this.#statements.sale.put(delta.sales.filter(isNewRow).map(saleValues));
    this.#putTransfers(delta.transfers);
    for (const pack of delta.packs) this.#putPack(pack);
    for (const pack of delta.countedPacks) this.#putCounters(pack);
    for (const outcome of delta.outcomes) this.#keepOutcome(outcome);
    this.#statements.line.put(delta.lines.map(lineValues));
    for (const [workstationId, { seq, hash }] of delta.heads) {
      this.#statements.head.run(seq, hash, workstationId);
    }
    for (const lease of delta.leases) this.#putLease(lease);
    for (const { leaseReturn, atMs } of delta.leaseReturns) {
      const { returnId, leaseId, quantity } = leaseReturn;
      this.#statements.returnLease.run(returnId, leaseId, quantity, atMs);
    }
    for (const visits of visitsOf(delta.visits)) this.#addVisits(visits);
    this.#months.add(delta.months);
    this.#writeRare(delta);
  }

  #putTransfers(transfers: readonly StoredTransfer[]): void {
    // What is only held is in no closing, and most batches book nothing.
    const booked = transfers.filter(({ transfer }) => transfer.state === 'posted');
    const openFromMs = booked.length === 0 ? 0 : this.#closings.openFromMs();
    for (const { transfer } of booked) {
      if (transfer.atMs < openFromMs) this.#closings.book(transfer);
    }
    for (const { transfer, isNew } of transfers) if (!isNew) this.#settle(transfer);
    this.#statements.transfer.put(transfers.filter(isNewRow).map(transferValues));
  }

  #settle({ transferId, state, amountMinor, atMs, effectiveAtMs }: Transfer): void {
    const happenedAtMs = effectiveAtMs === atMs ? null : effectiveAtMs;
    const values = [state, amountMinor, atMs, happenedAtMs, transferId];
    changedOne(this.#statements.settle.run(...values), 'a pending transfer');
  }

  #putPack(pack: Pack): void {
    const { ownerKey, contractId, limits, rules, counters, ...times } = packRow(pack);
    const { archivedThroughMs, lastSaleAtMs } = times;
    const values = [contractId, limits, rules, counters, archivedThroughMs, lastSaleAtMs];
    const updated = this.#statements.updatePack.run(...values, ownerKey);
    if (updated.changes === 0) this.#statements.insertPack.run(...values, ownerKey);
  }

  /** Names nothing that an index or another CHECK would have to be gone through for. */
  #putCounters({ ownerKey, counters, lastSaleAtMs }: Pack): void {
    const put = this.#statements.putCounters.run(countersText(counters), lastSaleAtMs, ownerKey);
    changedOne(put, 'a pack');
  }

  #putLimitPlace({ limitId, ownerKey, contractId, shape }: NamedLimitPlace): void {
    this.#statements.limitPlace.run(limitId, ownerKey, contractId, shape);
  }

  /** Counts sales on a card at a station; the most visited one is its home. */
  #addVisits({ cardId, stationId, contractId, saleCount, lastAtMs }: Visits): void {
    const after = this.#statements.visit.get(cardId, stationId, contractId, saleCount, lastAtMs);
    // Seen here for the first time: the station may have the names of its people now.
    if (after?.saleCount === saleCount) this.#writer.feed.touch('card', cardId);
  }

  #writeRare(delta: StateDelta): void {
    for (const [saleId, atMs] of delta.refusedSales) this.#statements.refuseSale.run(saleId, atMs);
    for (const { allowanceKey, contractId, counters } of delta.archived) {
      const { captured, held, leased } = counters;
      this.#statements.archive.run(allowanceKey, contractId, captured, held, leased);
    }
    for (const place of delta.limitPlaces) this.#putLimitPlace(place);
    this.#writeGroups(delta);
    for (const card of delta.cards) this.#putCard(card);
    for (const born of delta.accounts) this.#accounts.add(born);
    for (const contract of delta.contracts) this.#putContract(contract);
    for (const exposure of delta.exposures) this.#statements.expose.run(exposure);
    for (const refund of delta.refunds) {
      this.#statements.refund.run({ ...refund, lines: JSON.stringify(refund.lines) });
    }
    for (const lock of delta.locks) this.#statements.lock.run(lock);
    for (const taken of delta.declaredTaken) this.#statements.takeDeclared.run(taken);
    for (const closing of delta.contractClosings) this.#statements.closing.run(closing);
    for (const lost of delta.lostLeases) this.#statements.loseLease.run(lost);
    for (const asset of delta.assets) this.#statements.asset.run(assetRow(asset));
    this.#audit.add(delta.told);
  }

  #writeGroups({ cardGroups, removedGroups, limitVersions }: StateDelta): void {
    for (const group of cardGroups) {
      this.#statements.group.run({ ...group, search: fold(group.name) });
    }
    for (const groupId of removedGroups) this.#statements.removeGroup.run(groupId);
    for (const { version, contractId } of limitVersions) {
      const { limitId, fromMs, commandId, terms, atMs, userId } = version;
      const text = terms === null ? null : JSON.stringify(terms);
      this.#statements.version.run(limitId, fromMs, commandId, contractId, text, atMs, userId);
    }
  }

  #keepOutcome({ commandId, contractId, kind, digest, kept, atMs }: NewOutcome): void {
    this.#statements.outcome.run(commandId, contractId, kind, digest, JSON.stringify(kept), atMs);
  }

  #putSale(sale: Sale): void {
    const { state, closedAtMs, amountMinor, volumeMl, vatMinor, slipNumber, saleId } = sale;
    const values = [state, closedAtMs, amountMinor, volumeMl, vatMinor, slipNumber];
    const paper = [sale.bookedAtMs, sale.feeMinor, sale.refundedMl, sale.voided ? 1 : 0];
    const texts = [linesText(sale), alertsText(sale)];
    const put = this.#statements.putSale.run(
      ...values,
      ...paper,
      sale.toleranceMl,
      ...texts,
      saleId,
    );
    changedOne(put, 'a sale');
  }

  #putLease(lease: LeaseAccount): void {
    const { leaseId, spent, returned } = lease;
    if (this.#statements.updateLease.run(spent, returned, leaseId).changes === 1) return;
    const { allowanceKey, contractId, cardId, workstationId, measure, granted } = lease;
    const { issuedAtMs, validFromMs, expiresAtMs } = lease;
    const what = [leaseId, allowanceKey, contractId, cardId, workstationId, measure, granted];
    this.#statements.insertLease.run(
      ...what,
      issuedAtMs,
      validFromMs,
      expiresAtMs,
      spent,
      returned,
    );
  }

  #putCard(card: Card): void {
    const stationIds = listText(card.stationIds);
    const before = this.#statements.cardScope.get(card.cardId);
    const lists = { productIds: listText(card.productIds), stationIds };
    changedOne(this.#statements.card.run({ ...card, ...lists, pinRequired: null }), 'a card');
    const rescoped = before?.stationIds !== stationIds;
    this.#writer.feed.touch('card', card.cardId, { rescoped });
    // Its contract may have left the scope of a station with it.
    if (rescoped) this.#writer.feed.touch('contract', card.contractId, { rescoped });
  }

  #putContract(contract: Contract): void {
    const row = { ...contract, terms: JSON.stringify(contract.terms) };
    changedOne(this.#statements.contract.run(row), 'a contract');
    this.#writer.feed.touch('contract', contract.contractId);
  }
}

function isNewRow({ isNew }: { readonly isNew: boolean }): boolean {
  return isNew;
}

const SALE = `sale_id, contract_id, card_id, station_id, workstation_id, operator_id, pump_number,
  product_id, price_minor_per_litre, vat_rate_bp, mode, state, authorized_at_ms, hold_amount_minor,
  hold_volume_ml, closed_at_ms, amount_minor, volume_ml, vat_minor, slip_number, parts, digest,
  tolerance_ml, booked_at_ms, fee_minor, refunded_ml, voided, lines, alerts`;

function saleValues({ sale, digest }: StoredSale): readonly RowValue[] {
  const { saleId, contractId, cardId, stationId, workstationId, operatorId } = sale;
  const { pumpNumber, productId, priceMinorPerLitre, vatRateBp, mode, state } = sale;
  const { authorizedAtMs, holdAmountMinor, holdVolumeMl, closedAtMs } = sale;
  const { amountMinor, volumeMl, vatMinor, slipNumber } = sale;
  const who = [saleId, contractId, cardId, stationId, workstationId, operatorId, pumpNumber];
  const what = [productId, priceMinorPerLitre, vatRateBp, mode, state, authorizedAtMs];
  const much = [holdAmountMinor, holdVolumeMl, closedAtMs, amountMinor, volumeMl, vatMinor];
  const rest = [slipNumber, partsText(sale.parts), digest, sale.toleranceMl, sale.bookedAtMs];
  const paper = [sale.feeMinor, sale.refundedMl, sale.voided ? 1 : 0, linesText(sale)];
  return [...who, ...what, ...much, ...rest, ...paper, alertsText(sale)];
}

const TRANSFER = `transfer_id, contract_id, debit_account_id, credit_account_id, amount_minor,
  pending_minor, state, at_ms, memo, kind, effective_at_ms, linked_id`;

function transferValues({ transfer, contractId }: StoredTransfer): readonly RowValue[] {
  const { transferId, debitAccountId, creditAccountId, kind, linkedId } = transfer;
  const { amountMinor, pendingMinor, state, atMs, effectiveAtMs, memo } = transfer;
  const accounts = [transferId, contractId, debitAccountId, creditAccountId];
  const much = [amountMinor, pendingMinor, state, atMs, memo];
  return [...accounts, ...much, kind, effectiveAtMs === atMs ? null : effectiveAtMs, linkedId];
}

const LINE = `workstation_id, seq, hash, previous_hash, kind, at_ms, body, status, code, remark,
  command_id, contract_id`;

function lineValues({ workstationId, line, ...end }: KeptLine): readonly RowValue[] {
  const { status, code, remark, commandId, contractId } = end;
  const { seq, hash, previousHash, kind, atMs, body } = line;
  const values = [workstationId, seq, hash, previousHash, kind, atMs, body];
  return [...values, status, code, remark, commandId, contractId];
}

function changedOne(result: { changes: number }, what: string): void {
  if (result.changes !== 1) throw new Error(`${what} was expected, ${result.changes} were found`);
}

// One block of SQL: the statements that write decisions, compiled once.
function prepare(db: WritableDb) {
  return {
    sale: new RowInsert(db, 'sale', SALE),
    putSale: db.prepare(`
      UPDATE sale SET state = ?, closed_at_ms = ?, amount_minor = ?, volume_ml = ?, vat_minor = ?,
        slip_number = ?, booked_at_ms = ?, fee_minor = ?, refunded_ml = ?, voided = ?,
        tolerance_ml = ?, lines = ?, alerts = ?
      WHERE sale_id = ?`),
    transfer: new RowInsert(db, 'transfer', TRANSFER),
    settle: db.prepare(`
      UPDATE transfer SET state = ?, amount_minor = ?, at_ms = ?, effective_at_ms = ?
      WHERE transfer_id = ? AND state = 'pending'`),
    updatePack: db.prepare(`
      UPDATE pack SET contract_id = ?, limits = ?, rules = ?, counters = ?, archived_through_ms = ?,
        last_sale_at_ms = ? WHERE owner_key = ?`),
    putCounters: db.prepare(`
      UPDATE pack SET counters = ?, last_sale_at_ms = ? WHERE owner_key = ?`),
    insertPack: db.prepare(`
      INSERT INTO pack (contract_id, limits, rules, counters, archived_through_ms, last_sale_at_ms,
        owner_key)
      VALUES (?, ?, ?, ?, ?, ?, ?)`),
    limitPlace: db.prepare(`
      INSERT INTO limit_place (limit_id, owner_key, contract_id, shape) VALUES (?, ?, ?, ?)
      ON CONFLICT (limit_id) DO NOTHING`),
    archive: db.prepare(`
      INSERT INTO window_archive (allowance_key, contract_id, captured, held, leased)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (allowance_key) DO UPDATE SET captured = excluded.captured,
        held = excluded.held, leased = excluded.leased`),
    outcome: db.prepare(`
      INSERT INTO command_outcome (command_id, contract_id, kind, digest, outcome, at_ms)
      VALUES (?, ?, ?, ?, ?, ?)`),
    line: new RowInsert(db, 'journal_line', LINE),
    head: db.prepare(`UPDATE workstation SET head_seq = ?, head_hash = ? WHERE workstation_id = ?`),
    ...prepareRare(db),
    ...prepareRegisters(db),
  };
}

/** What few decisions write. */
function prepareRare(db: WritableDb) {
  return {
    refund: db.prepare(`
      INSERT INTO refund (refund_id, sale_id, contract_id, card_id, station_id, workstation_id,
        operator_id, refund_to, reason, volume_ml, lines, amount_minor, vat_minor, fee_minor,
        refunded_at_ms, booked_at_ms, slip_number)
      VALUES (@refundId, @saleId, @contractId, @cardId, @stationId, @workstationId, @operatorId,
        @to, @reason, @volumeMl, @lines, @amountMinor, @vatMinor, @feeMinor, @refundedAtMs,
        @bookedAtMs, @slipNumber)`),
    lock: db.prepare(`
      INSERT INTO period_lock (lock_id, through_date, before_ms, user_id, reason, at_ms)
      VALUES (@lockId, @throughDate, @beforeMs, @userId, @reason, @atMs)`),
    takeDeclared: db.prepare(`
      INSERT INTO recovery_taken (contract_id, taken_minor) VALUES (@contractId, @takenMinor)
      ON CONFLICT (contract_id) DO UPDATE SET taken_minor = taken_minor + excluded.taken_minor`),
    closing: db.prepare(`
      INSERT INTO contract_closing (contract_id, at_ms, user_id, reason)
      VALUES (@contractId, @atMs, @userId, @reason)`),
    refuseSale: db.prepare(`
      INSERT INTO refused_sale (sale_id, at_ms) VALUES (?, ?) ON CONFLICT (sale_id) DO NOTHING`),
    visit: db.prepare<[string, string, string, number, number], { saleCount: number }>(`
      INSERT INTO card_visit (card_id, station_id, contract_id, sale_count, last_at_ms)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (card_id, station_id) DO UPDATE SET
        sale_count = sale_count + excluded.sale_count,
        last_at_ms = max(last_at_ms, excluded.last_at_ms)
      RETURNING sale_count AS saleCount`),
    updateLease: db.prepare(`UPDATE lease SET spent = ?, returned = ? WHERE lease_id = ?`),
    insertLease: db.prepare(`
      INSERT INTO lease (lease_id, allowance_key, contract_id, card_id, workstation_id, measure,
        granted, issued_at_ms, valid_from_ms, expires_at_ms, spent, returned)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    returnLease: db.prepare(`
      INSERT INTO lease_return (return_id, lease_id, quantity, at_ms) VALUES (?, ?, ?, ?)`),
    expose: db.prepare(`
      INSERT INTO exposure (exposure_id, allowance_key, contract_id, measure, quantity, sale_id,
        workstation_id, at_ms)
      VALUES (@exposureId, @allowanceKey, @contractId, @measure, @quantity, @saleId,
        @workstationId, @atMs)`),
    asset: db.prepare(`
      INSERT INTO asset (asset_key, contract_id, kind, body)
      VALUES (@assetKey, @contractId, @kind, @body)
      ON CONFLICT (asset_key) DO UPDATE SET kind = excluded.kind, body = excluded.body`),
    loseLease: db.prepare(`
      INSERT INTO lost_lease (lease_id, contract_id, allowance_key, workstation_id, measure,
        quantity, reach, at_ms)
      VALUES (@leaseId, @contractId, @allowanceKey, @workstationId, @measure, @quantity, @reach,
        @atMs)`),
  };
}

/** What decisions change of cards, groups, limits and contracts. */
function prepareRegisters(db: WritableDb) {
  return {
    cardScope: db.prepare<[string], { stationIds: string | null }>(
      `SELECT station_ids AS stationIds FROM card WHERE card_id = ?`,
    ),
    card: db.prepare(`
      UPDATE card SET state = @state, block_reason = @blockReason, pin_tries_used = @pinTriesUsed,
        expires_on = @expiresOn, transaction_max_minor = @transactionMaxMinor,
        transaction_max_ml = @transactionMaxMl, tank_capacity_ml = @tankCapacityMl,
        product_ids = @productIds, station_ids = @stationIds, offline_policy = @offlinePolicy,
        group_id = @groupId
      WHERE card_id = @cardId`),
    group: db.prepare(`
      INSERT INTO card_group (group_id, contract_id, name, search)
      VALUES (@groupId, @contractId, @name, @search)
      ON CONFLICT (group_id) DO UPDATE SET name = excluded.name, search = excluded.search`),
    removeGroup: db.prepare(`DELETE FROM card_group WHERE group_id = ?`),
    version: db.prepare(`
      INSERT INTO limit_version (limit_id, from_ms, command_id, contract_id, terms, at_ms, user_id)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (limit_id, from_ms, command_id) DO UPDATE SET terms = excluded.terms`),
    contract: db.prepare(`
      UPDATE contract SET number = @number, zone = @zone, state = @state,
        credit_limit_minor = @creditLimitMinor, deposits_minor = @depositsMinor, terms = @terms
      WHERE contract_id = @contractId`),
  };
}
