import type { Asset } from '#domain/authority/asset/asset.ts';
import type { Exposure, PeriodLock } from '#domain/authority/change.ts';
import type { LeaseReturn } from '#domain/authority/command.ts';
import type { LostLease } from '#domain/lease/lost-lease.ts';
import { ownerKey } from '#domain/authority/pack.ts';
import { assert } from '#domain/assert.ts';
import {
  clientAccountKey,
  type ClientAccountName,
  type ClientUnderProgramme,
} from '#domain/client/client-account.ts';
import { accountKey } from '#domain/identity/login.ts';
import type { CardGroup } from '#domain/card/card-group.ts';
import type { Card } from '#domain/card/card.ts';
import type { Contract, ContractClosing } from '#domain/contract/contract.ts';
import type { ChainHead } from '#domain/journal/head.ts';
import type { Transfer, TransferStep } from '#domain/ledger/ledger.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import type { LimitVersion } from '#domain/limit/limit-version.ts';
import type { Refund } from '#domain/sale/refund.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type { TimedEntry } from './audit-row.ts';
import type { BornAccount } from './account-row.ts';
import type { KeptLine } from './journal-answer.ts';
import { keptAlerts } from './kept-outcome.ts';
import { MonthBook, type MonthRows } from './month-book.ts';
import { Overlay } from './overlay.ts';
import { PackSet } from './pack-set.ts';
import type { StateDelta, StoredTransfer } from './state-delta.ts';
import type {
  NewOutcome,
  StateSource,
  StoredLine,
  StoredOutcome,
  StoredSale,
} from './state-source.ts';

/**
 * The rows that one batch of decisions reads and changes, in memory and without a rule of its own:
 * each decision sees what the ones before it changed, and at the end the changed rows are written
 * once. It knows no database.
 */
export class WorkingSet {
  readonly source: StateSource;
  readonly sales: Overlay<StoredSale>;
  readonly cards: Overlay<Card>;
  readonly contracts: Overlay<Contract>;
  readonly leases: Overlay<LeaseAccount>;
  readonly heads: Overlay<ChainHead>;
  readonly assets: Overlay<Asset>;
  readonly packs: PackSet;
  readonly #refusedSales = new Map<string, number>();
  readonly #returns = new Map<string, { leaseReturn: LeaseReturn; atMs: number }>();
  readonly #transfers = new Map<string, StoredTransfer>();
  readonly #groups = new Map<string, CardGroup | null>();
  readonly #versions: { version: LimitVersion; contractId: string }[] = [];
  readonly #exposures: Exposure[] = [];
  readonly #lostLeases: LostLease[] = [];
  readonly #outcomes = new Map<string, NewOutcome>();
  readonly #lines = new Map<string, KeptLine>();
  readonly #visits: Sale[] = [];
  readonly #refunds: Refund[] = [];
  readonly #locks: PeriodLock[] = [];
  readonly #closings: ContractClosing[] = [];
  readonly #accounts: BornAccount[] = [];
  readonly #told: TimedEntry[] = [];
  readonly #declaredTaken = new Map<string, number>();
  #latestAtMs = 0;

  constructor(source: StateSource) {
    this.source = source;
    this.sales = new Overlay((id) => source.sale(id));
    this.cards = new Overlay((id) => source.card(id));
    this.contracts = new Overlay((id) => source.contract(id));
    this.leases = new Overlay((id) => source.lease(id));
    this.heads = new Overlay((id) => source.journalHead(id));
    this.assets = new Overlay((key) => source.asset(key));
    this.packs = new PackSet(source, (id) => this.contracts.get(id)?.zone);
  }

  /** The newest clock of the batch, by which old windows are judged. */
  sawTime(atMs: number): void {
    this.#latestAtMs = Math.max(this.#latestAtMs, atMs);
  }

  keepVersion(version: LimitVersion, contractId: string): void {
    this.#versions.push({ version, contractId });
  }

  group(groupId: string): CardGroup | null {
    const changed = this.#groups.get(groupId);
    return changed === undefined ? this.source.group(groupId) : changed;
  }

  putGroup(group: CardGroup): void {
    this.#groups.set(group.groupId, group);
  }

  removeGroup(groupId: string): void {
    this.#groups.set(groupId, null);
  }

  /** Nothing is booked before this instant. */
  lockedBeforeMs(): number {
    return this.#locks.at(-1)?.beforeMs ?? this.source.lockedBeforeMs();
  }

  putLock(lock: PeriodLock): void {
    this.#locks.push(lock);
  }

  /** What is left of a contract's declared exposure; null when the network is not recovered. */
  declaredLeftMinor(contractId: string): number | null {
    const left = this.source.declaredLeftMinor(contractId);
    return left === null ? null : left - (this.#declaredTaken.get(contractId) ?? 0);
  }

  takeDeclared(contractId: string, amountMinor: number): void {
    const before = this.#declaredTaken.get(contractId) ?? 0;
    this.#declaredTaken.set(contractId, before + amountMinor);
  }

  closeContract(closing: ContractClosing): void {
    this.#closings.push(closing);
  }

  addAccount({ account }: BornAccount): void {
    this.#accounts.push({ account });
  }

  tell(told: TimedEntry): void {
    this.#told.push(told);
  }

  clientAccount(of: ClientUnderProgramme): ClientAccountName | null {
    const key = clientAccountKey(of);
    const born = this.#accounts.find(({ account }) => clientAccountKey(account) === key);
    return born === undefined ? this.source.clientAccount(of) : nameOf(born);
  }

  isLoginTaken(key: string): boolean {
    const isIt = ({ account: { programmeId, login } }: BornAccount): boolean =>
      accountKey(programmeId, login) === key;
    return this.#accounts.some(isIt) || this.source.isLoginTaken(key);
  }

  refund(refundId: string): Refund | null {
    const made = this.#refunds.find((refund) => refund.refundId === refundId);
    return made ?? this.source.refund(refundId);
  }

  putRefund(refund: Refund): void {
    this.#refunds.push(refund);
  }

  transfer(transferId: string): Transfer | null {
    return this.#transfers.get(transferId)?.transfer ?? this.source.transfer(transferId);
  }

  /** Whether a storno of the entry is booked. */
  isTakenBack(transferId: string): boolean {
    const isStorno = ({ transfer: { kind, linkedId } }: StoredTransfer): boolean =>
      kind === 'storno' && linkedId === transferId;
    return [...this.#transfers.values()].some(isStorno) || this.source.isTakenBack(transferId);
  }

  saleRefused(saleId: string): boolean {
    return this.#refusedSales.has(saleId) || this.source.saleRefused(saleId);
  }

  refuseSale(saleId: string, atMs: number): void {
    if (!this.saleRefused(saleId)) this.#refusedSales.set(saleId, atMs);
  }

  putSale(sale: Sale): void {
    const { saleId, cardId, contractId, authorizedAtMs } = sale;
    const before = this.sales.get(saleId);
    this.sales.put(saleId, { sale, digest: before?.digest ?? null });
    if (before !== null && before.sale.state === 'held') this.#keepFirstAlerts(before, sale);
    if (before === null || sale.state === 'reversed') {
      const pack = this.packs.open(ownerKey('card', cardId), contractId);
      const last = pack.lastSaleAtMs ?? 0;
      if (sale.state !== 'reversed') pack.lastSaleAtMs = Math.max(last, authorizedAtMs);
      // A desk without the link may have given it inside the pause of the one before.
      else if (last === authorizedAtMs) pack.lastSaleAtMs = this.#lastSaleAtMs(cardId);
    }
    if (sale.state === 'captured' && before?.sale.state !== 'captured') this.#visits.push(sale);
  }

  /** An authorization is remembered by its sale, whose alerts are those of its end. */
  #keepFirstAlerts({ sale: hold, digest }: StoredSale, end: Sale): void {
    const kept = digest === null ? null : keptAlerts(hold, end);
    if (digest === null || kept === null || end.state !== 'captured') return;
    const { saleId: commandId, contractId, authorizedAtMs: atMs } = hold;
    this.keepOutcome({ commandId, digest, kept, kind: 'sale.authorize', contractId, atMs });
  }

  /** When the card's newest fill was allowed, as this batch leaves it; null where none stays. */
  #lastSaleAtMs(cardId: string): number | null {
    const own = this.#movedSales(cardId);
    const stored = this.source.lastSaleAtMs(
      cardId,
      own.map(({ saleId }) => saleId),
    );
    const kept = own.filter(({ state }) => state !== 'reversed');
    const last = Math.max(stored ?? 0, ...kept.map(({ authorizedAtMs }) => authorizedAtMs));
    return last === 0 ? null : last;
  }

  /** Ids of the card's fills that are under way, as this batch leaves them. */
  heldSales(cardId: string): readonly string[] {
    const own = this.#movedSales(cardId);
    const stored = this.source.heldSales(
      cardId,
      own.map(({ saleId }) => saleId),
    );
    const held = own.flatMap(({ state, saleId }) => (state === 'held' ? [saleId] : []));
    return [...stored, ...held].toSorted();
  }

  #movedSales(cardId: string): readonly Sale[] {
    return [...this.sales.changed()].flatMap(({ sale }) => (sale.cardId === cardId ? [sale] : []));
  }

  leaseReturned(returnId: string): boolean {
    return this.#returns.has(returnId) || this.source.leaseReturned(returnId);
  }

  returnLease(leaseReturn: LeaseReturn, atMs: number): void {
    this.#returns.set(leaseReturn.returnId, { leaseReturn, atMs });
  }

  /** Leases that a workstation may still spend on a contract, as this batch has moved them. */
  leasesHeld(workstationId: string, contractId: string, atMs: number): readonly LeaseAccount[] {
    const stored = this.source.leasesHeld(workstationId, contractId, atMs);
    const ids = new Set(stored.map((lease) => lease.leaseId));
    const own = [...this.leases.changed()].filter(
      (lease) => lease.workstationId === workstationId && lease.contractId === contractId,
    );
    for (const lease of own) ids.add(lease.leaseId);
    return [...ids].flatMap((leaseId) => this.leases.get(leaseId) ?? []);
  }

  loseLease(lost: LostLease): void {
    this.#lostLeases.push(lost);
  }

  putTransfer({ step, transfer }: TransferStep, contractId: string): void {
    const isNew =
      step === 'pend' || step === 'book' || this.#transfers.get(transfer.transferId)?.isNew;
    this.#transfers.set(transfer.transferId, {
      transfer,
      contractId,
      isNew: isNew === true,
    });
  }

  expose(exposure: Exposure): void {
    this.#exposures.push(exposure);
  }

  outcome(commandId: string): StoredOutcome | null {
    return this.#outcomes.get(commandId) ?? this.source.outcome(commandId);
  }

  keepOutcome(outcome: NewOutcome): void {
    this.#outcomes.set(outcome.commandId, outcome);
  }

  /** How a line ended that is kept already. */
  journalLine(workstationId: string, seq: number): StoredLine | null {
    const kept = this.#lines.get(`${workstationId} ${seq}`);
    if (kept === undefined) return this.source.journalLine(workstationId, seq);
    const { line, status, code, remark } = kept;
    return { hash: line.hash, status, code, remark };
  }

  keepLine(kept: KeptLine): void {
    const { seq, hash } = kept.line;
    this.#lines.set(`${kept.workstationId} ${seq}`, kept);
    this.heads.put(kept.workstationId, { seq, hash });
  }

  /** All rows that the batch changed, each once and in its last state. */
  delta(): StateDelta {
    return {
      outcomes: [...this.#outcomes.values()],
      sales: [...this.sales.changed()].map((stored) => {
        return { ...stored, isNew: !this.sales.wasStored(stored.sale.saleId) };
      }),
      refusedSales: [...this.#refusedSales],
      transfers: [...this.#transfers.values()],
      ...this.packs.rows(this.#latestAtMs),
      leases: [...this.leases.changed()],
      leaseReturns: [...this.#returns.values()],
      cards: [...this.cards.changed()],
      cardGroups: [...this.#groups.values()].filter((group) => group !== null),
      removedGroups: [...this.#groups].flatMap(([id, group]) => (group === null ? [id] : [])),
      limitVersions: this.#versions,
      contracts: [...this.contracts.changed()],
      contractClosings: this.#closings,
      accounts: this.#accounts,
      told: this.#told,
      exposures: this.#exposures,
      lostLeases: this.#lostLeases,
      assets: [...this.assets.changed()],
      visits: this.#visits,
      refunds: this.#refunds,
      months: this.#months(),
      locks: this.#locks,
      declaredTaken: [...this.#declaredTaken].map(([contractId, takenMinor]) => {
        return { contractId, takenMinor };
      }),
      lines: [...this.#lines.values()],
      heads: this.heads.entries(),
    };
  }

  #months(): MonthRows {
    const book = new MonthBook((contractId) => {
      const zone = this.contracts.get(contractId)?.zone;
      assert(zone !== undefined, 'what is booked belongs to a contract');
      return zone;
    });
    for (const sale of this.#visits) book.addSale(sale);
    for (const refund of this.#refunds) {
      const stored = this.sales.get(refund.saleId);
      assert(stored !== null, 'a refund is of a sale');
      book.addRefund(refund, stored.sale.productId);
    }
    return book.rows();
  }
}

function nameOf({ account: { userId, login } }: BornAccount): ClientAccountName {
  return { userId, login };
}
