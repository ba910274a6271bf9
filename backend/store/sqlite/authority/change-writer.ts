import type { Change, CounterChange } from '#domain/authority/change.ts';
import type { Card } from '#domain/card/card.ts';
import type { Contract } from '#domain/contract/contract.ts';
import {
  accountDeltas,
  accountKind,
  type AccountDelta,
  type Transfer,
  type TransferStep,
} from '#domain/ledger/ledger.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import type { Limit } from '#domain/limit/limit.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type { WritableDb } from '#sqlite/open.ts';
import type { NetworkWriter } from '../network-writer.ts';
import { listText } from '../rows.ts';

/**
 * Writes what a decision changes, as it is: the rules are the domain's, the CHECKs of the tables
 * repeat them.
 */
export class ChangeWriter {
  readonly #writer: NetworkWriter;
  readonly #statements;

  constructor(writer: NetworkWriter) {
    this.#writer = writer;
    this.#statements = prepare(writer.db);
  }

  /** `contractId`: of the command's facts, for rows that do not name it themselves. */
  write(change: Change, contractId: string | null): void {
    switch (change.kind) {
      case 'counters.add':
        return this.addCounters(change);
      case 'sale.put':
        return change.sale.state === 'held'
          ? this.insertSale(change.sale)
          : this.#close(change.sale);
      case 'sale.refuse':
        this.#statements.refuseSale.run(change.saleId, change.atMs);
        return;
      case 'transfer':
        return this.writeTransfer(change.step, required(contractId));
      case 'lease.put':
        return this.#putLease(change.lease);
      case 'lease.return': {
        const { returnId, leaseId, quantity } = change.leaseReturn;
        this.#statements.returnLease.run(returnId, leaseId, quantity, change.atMs);
        return;
      }
      case 'card.put':
        return this.#putCard(change.card);
      case 'limit.put':
        return this.#putLimit(change.limit, required(contractId));
      case 'limit.remove':
        this.#statements.removeLimit.run(change.limitId);
        return;
      case 'contract.put':
        return this.#putContract(change.contract);
      case 'exposure.put':
        this.#statements.expose.run(change.exposure);
    }
  }

  addCounters(change: Omit<CounterChange, 'kind'>): void {
    const { allowanceKey, contractId, captured, held, leased } = change;
    const updated = this.#statements.addCounters.run(captured, held, leased, allowanceKey);
    if (updated.changes === 1) return;
    this.#statements.newCounters.run(allowanceKey, contractId, captured, held, leased);
  }

  insertSale({ parts, ...sale }: Sale): void {
    this.#statements.sale.run(sale);
    for (const [number, part] of parts.entries()) {
      const { allowanceKey, measure, held, leaseId } = part;
      const values = [sale.saleId, number, sale.contractId, allowanceKey, measure, held, leaseId];
      this.#statements.part.run(...values);
    }
  }

  writeTransfer(step: TransferStep, contractId: string): void {
    for (const delta of accountDeltas(step)) this.addToAccount(delta);
    const { transfer } = step;
    if (step.step === 'pend' || step.step === 'book') {
      this.insertTransfer(transfer, contractId);
      return;
    }
    const { transferId, state, amountMinor } = transfer;
    changedOne(this.#statements.settle.run(state, amountMinor, transferId), 'a pending transfer');
  }

  insertTransfer(transfer: Transfer, contractId: string): void {
    this.#statements.transfer.run({ ...transfer, contractId });
  }

  addToAccount(delta: AccountDelta): void {
    const updated = this.#statements.addToAccount.run(delta);
    if (updated.changes === 1) return;
    this.#statements.newAccount.run({ ...delta, kind: accountKind(delta.accountId) });
  }

  /** Counts a sale on a card at a station; the most visited one is its home. */
  addVisits(visit: { sale: Sale; saleCount: number }): void {
    const { cardId, stationId, contractId, authorizedAtMs } = visit.sale;
    const { saleCount } = visit;
    this.#statements.visit.run({ cardId, stationId, contractId, saleCount, atMs: authorizedAtMs });
  }

  #close(sale: Sale): void {
    const { state, closedAtMs, amountMinor, volumeMl, vatMinor, slipNumber, saleId } = sale;
    const values = { state, closedAtMs, amountMinor, volumeMl, vatMinor, slipNumber, saleId };
    changedOne(this.#statements.closeSale.run(values), 'an open sale');
    if (sale.state === 'captured') this.addVisits({ sale, saleCount: 1 });
  }

  #putLease(lease: LeaseAccount): void {
    this.#statements.lease.run(lease);
  }

  #putCard(card: Card): void {
    const { cardId, state, blockReason, pinTriesUsed } = card;
    const { expiresOn, transactionMaxMinor, transactionMaxMl, tankCapacityMl } = card;
    const values = { cardId, state, blockReason, pinTriesUsed, expiresOn, transactionMaxMinor };
    const lists = {
      productIds: listText(card.productIds),
      stationIds: listText(card.stationIds),
      offlinePolicy: card.offlinePolicy,
    };
    const before = this.#statements.cardScope.get(cardId);
    const update = { ...values, ...lists, transactionMaxMl, tankCapacityMl };
    changedOne(this.#statements.card.run(update), 'a card');
    const rescoped = before?.stationIds !== lists.stationIds;
    this.#writer.feed.touch('card', cardId, { rescoped });
  }

  #putLimit(limit: Limit, contractId: string): void {
    this.#statements.limit.run({ ...limit, contractId });
  }

  #putContract(contract: Contract): void {
    const { contractId, number, zone, state, creditLimitMinor, depositsMinor } = contract;
    const values = { contractId, number, zone, state, creditLimitMinor, depositsMinor };
    changedOne(this.#statements.contract.run(values), 'a contract');
    this.#writer.feed.touch('contract', contractId);
  }
}

function required(contractId: string | null): string {
  if (contractId === null) throw new Error('a change of the ledger belongs to a contract');
  return contractId;
}

function changedOne(result: { changes: number }, what: string): void {
  if (result.changes !== 1) throw new Error(`${what} was expected, ${result.changes} were found`);
}

// One block of SQL: the statements that write a decision, compiled once.
function prepare(db: WritableDb) {
  return {
    addCounters: db.prepare(`
      UPDATE allowance_counter SET captured = captured + ?, held = held + ?, leased = leased + ?
      WHERE allowance_key = ?`),
    newCounters: db.prepare(`INSERT INTO allowance_counter VALUES (?, ?, ?, ?, ?)`),
    sale: db.prepare(`
      INSERT INTO sale VALUES (@saleId, @contractId, @cardId, @stationId, @workstationId,
        @operatorId, @pumpNumber, @productId, @priceMinorPerLitre, @vatRateBp, @mode, @state,
        @authorizedAtMs, @holdAmountMinor, @holdVolumeMl, @closedAtMs, @amountMinor, @volumeMl,
        @vatMinor, @slipNumber)`),
    part: db.prepare(`INSERT INTO sale_part VALUES (?, ?, ?, ?, ?, ?, ?)`),
    closeSale: db.prepare(`
      UPDATE sale SET state = @state, closed_at_ms = @closedAtMs, amount_minor = @amountMinor,
        volume_ml = @volumeMl, vat_minor = @vatMinor, slip_number = @slipNumber
      WHERE sale_id = @saleId AND state = 'held'`),
    refuseSale: db.prepare(`INSERT OR IGNORE INTO refused_sale VALUES (?, ?)`),
    visit: db.prepare(`
      INSERT INTO card_visit VALUES (@cardId, @stationId, @contractId, @saleCount, @atMs)
      ON CONFLICT DO UPDATE SET sale_count = sale_count + excluded.sale_count,
        last_at_ms = max(last_at_ms, excluded.last_at_ms)`),
    transfer: db.prepare(`
      INSERT INTO transfer VALUES (@transferId, @contractId, @debitAccountId, @creditAccountId,
        @amountMinor, @pendingMinor, @state, @atMs, @memo)`),
    settle: db.prepare(`
      UPDATE transfer SET state = ?, amount_minor = ? WHERE transfer_id = ? AND state = 'pending'`),
    addToAccount: db.prepare<AccountDelta>(`
      UPDATE account SET
        debits_posted_minor = debits_posted_minor + @debitsPostedMinor,
        credits_posted_minor = credits_posted_minor + @creditsPostedMinor,
        debits_pending_minor = debits_pending_minor + @debitsPendingMinor,
        credits_pending_minor = credits_pending_minor + @creditsPendingMinor
      WHERE account_id = @accountId`),
    newAccount: db.prepare(`
      INSERT INTO account VALUES (@accountId, @kind, @debitsPostedMinor, @creditsPostedMinor,
        @debitsPendingMinor, @creditsPendingMinor)`),
    lease: db.prepare<LeaseAccount>(`
      INSERT INTO lease VALUES (@leaseId, @allowanceKey, @contractId, @cardId, @workstationId,
        @measure, @granted, @issuedAtMs, @validFromMs, @expiresAtMs, @spent, @returned)
      ON CONFLICT DO UPDATE SET spent = excluded.spent, returned = excluded.returned`),
    returnLease: db.prepare(`INSERT INTO lease_return VALUES (?, ?, ?, ?)`),
    cardScope: db.prepare<[string], { stationIds: string | null }>(
      `SELECT station_ids AS stationIds FROM card WHERE card_id = ?`,
    ),
    card: db.prepare(`
      UPDATE card SET state = @state, block_reason = @blockReason, pin_tries_used = @pinTriesUsed,
        expires_on = @expiresOn, transaction_max_minor = @transactionMaxMinor,
        transaction_max_ml = @transactionMaxMl, tank_capacity_ml = @tankCapacityMl,
        product_ids = @productIds, station_ids = @stationIds, offline_policy = @offlinePolicy
      WHERE card_id = @cardId`),
    limit: db.prepare(`
      INSERT INTO spending_limit VALUES (@limitId, @contractId, @subjectKind, @subjectId,
        @scopeKind, @scopeId, @measure, @amount, @period)
      ON CONFLICT DO UPDATE SET amount = excluded.amount`),
    removeLimit: db.prepare(`DELETE FROM spending_limit WHERE limit_id = ?`),
    contract: db.prepare(`
      UPDATE contract SET number = @number, zone = @zone, state = @state,
        credit_limit_minor = @creditLimitMinor, deposits_minor = @depositsMinor
      WHERE contract_id = @contractId`),
    expose: db.prepare(`
      INSERT INTO exposure VALUES (@exposureId, @allowanceKey, @contractId, @measure, @quantity,
        @saleId, @workstationId, @atMs)`),
  };
}
