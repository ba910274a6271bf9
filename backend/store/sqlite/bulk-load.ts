import { contractMoney } from '#domain/authority/facts.ts';
import { assert } from '#domain/assert.ts';
import type { Contract } from '#domain/contract/contract.ts';
import {
  accountDeltas,
  BANK_ACCOUNT_ID,
  book,
  contractAccountId,
  pend,
  post,
  revenueAccountId,
  type AccountDelta,
  type TransferStep,
} from '#domain/ledger/ledger.ts';
import { excess, parseAllowanceKey, type AllowanceCounters } from '#domain/limit/allowance.ts';
import { amountOf } from '#domain/money/money.ts';
import { vatOf } from '#domain/money/vat.ts';
import { partOutcomes, soldQuantity, type Sale } from '#domain/sale/sale.ts';
import type { BulkHistory, BulkNetwork, BulkStore } from '#service/ports.ts';
import type { WritableDb } from '#sqlite/open.ts';
import { ChangeWriter } from './authority/change-writer.ts';
import { FactsReader } from './authority/facts-reader.ts';
import { fold } from './fold.ts';
import type { NetworkWriter } from './network-writer.ts';
import { CardWriter } from './register/card-writer.ts';
import { PriceWriter } from './register/price-writer.ts';
import { StationWriter } from './register/station-writer.ts';

/** Sums of one piece of history, written once at its end. */
class Tally {
  readonly accounts = new Map<string, AccountDelta>();
  readonly captured = new Map<string, { contractId: string; quantity: number }>();
  readonly visits = new Map<string, { sale: Sale; saleCount: number }>();
  readonly deposits = new Map<string, number>();
  readonly opened = new Set<string>();

  count(sale: Sale): void {
    for (const { part, taken } of partOutcomes(sale.parts, soldQuantity(sale))) {
      const quantity = (this.captured.get(part.allowanceKey)?.quantity ?? 0) + taken;
      this.captured.set(part.allowanceKey, { contractId: sale.contractId, quantity });
    }
    const visit = `${sale.cardId} ${sale.stationId}`;
    const saleCount = (this.visits.get(visit)?.saleCount ?? 0) + 1;
    this.visits.set(visit, { sale, saleCount });
  }

  move(step: TransferStep): void {
    for (const delta of accountDeltas(step)) {
      const sum = this.accounts.get(delta.accountId);
      this.accounts.set(delta.accountId, sum === undefined ? delta : addDelta(sum, delta));
    }
  }
}

const NOTHING_MOVED = {
  debitsPostedMinor: 0,
  creditsPostedMinor: 0,
  debitsPendingMinor: 0,
  creditsPendingMinor: 0,
};

function addDelta(a: AccountDelta, b: AccountDelta): AccountDelta {
  return {
    accountId: a.accountId,
    debitsPostedMinor: a.debitsPostedMinor + b.debitsPostedMinor,
    creditsPostedMinor: a.creditsPostedMinor + b.creditsPostedMinor,
    debitsPendingMinor: a.debitsPendingMinor + b.debitsPendingMinor,
    creditsPendingMinor: a.creditsPendingMinor + b.creditsPendingMinor,
  };
}

/**
 * Loads a network and its past by the ten thousand. The rows are those that single decisions
 * would have left, so the ledger adds up after each piece; only what single decisions need (first
 * answers, journals) is not there.
 */
export class SqliteBulkStore implements BulkStore {
  readonly #writer: NetworkWriter;
  readonly #changes: ChangeWriter;
  readonly #facts: FactsReader;
  readonly #stations: StationWriter;
  readonly #cards: CardWriter;
  readonly #prices: PriceWriter;
  readonly #statements;
  readonly #currencies = new Map<string, string>();

  constructor(writer: NetworkWriter) {
    this.#writer = writer;
    this.#changes = new ChangeWriter(writer);
    this.#facts = new FactsReader(writer.db);
    this.#stations = new StationWriter(writer);
    this.#cards = new CardWriter(writer);
    this.#prices = new PriceWriter(writer);
    this.#statements = prepare(writer.db);
  }

  async loadNetwork(network: BulkNetwork): Promise<void> {
    this.#writer.transaction(() => {
      const { stations, prices, cards, limits } = network;
      for (const station of stations)
        this.#stations.put({ ...station, chain: null, segment: null });
      this.#loadProducts(network);
      for (const price of prices) this.#prices.put(price);
      this.#loadContracts(network);
      const contractOfCard = new Map<string, string>();
      for (const { card, panHash, pinVerifier } of cards) {
        const lists = { productIds: copied(card.productIds), stationIds: copied(card.stationIds) };
        assert(this.#cards.add({ ...card, ...lists }, panHash), `card ${card.cardId} is known`);
        if (pinVerifier !== null) this.#cards.setPin(card.cardId, pinVerifier);
        contractOfCard.set(card.cardId, card.contractId);
      }
      for (const limit of limits) {
        const { subjectKind, subjectId } = limit;
        const contractId = subjectKind === 'card' ? contractOfCard.get(subjectId) : subjectId;
        assert(contractId !== undefined, `the subject of limit ${limit.limitId} is unknown`);
        this.#changes.write({ kind: 'limit.put', limit }, contractId);
      }
    });
  }

  async loadHistory({ topUps, sales }: BulkHistory): Promise<void> {
    this.#writer.transaction(() => {
      const tally = new Tally();
      for (const { contractId, ...topUp } of topUps) {
        const creditAccountId = contractAccountId(contractId);
        const accounts = { debitAccountId: BANK_ACCOUNT_ID, creditAccountId };
        this.#putTransfer(tally, book({ ...topUp, ...accounts, memo: 'top-up' }), contractId);
        const before = tally.deposits.get(contractId) ?? 0;
        tally.deposits.set(contractId, before + topUp.amountMinor);
      }
      for (const sale of sales) this.#putSale(tally, sale);
      this.#settle(tally);
    });
  }

  #loadProducts({ groups, products }: BulkNetwork): void {
    for (const { groupId, name } of groups) {
      this.#statements.group.run(groupId, name);
      this.#writer.feed.touch('product-group', groupId);
    }
    for (const product of products) {
      const { productId, name } = product;
      this.#statements.product.run({ ...product, search: fold(name, productId) });
      this.#writer.feed.touch('product', productId);
    }
  }

  #loadContracts({ clients, contracts }: BulkNetwork): void {
    const names = new Map<string, string>();
    for (const client of clients) {
      const { clientId, name, taxId } = client;
      this.#statements.client.run({ ...client, search: fold(name, clientId, taxId) });
      names.set(clientId, name);
    }
    for (const contract of contracts) {
      assert(contract.depositsMinor === 0, 'money comes with the history');
      const search = fold(contract.number, names.get(contract.clientId) ?? null);
      this.#statements.contract.run({ ...contract, search });
      this.#writer.feed.touch('contract', contract.contractId);
    }
  }

  #putSale(tally: Tally, sale: Sale): void {
    assertAddsUp(sale);
    this.#changes.insertSale(sale);
    tally.count(sale);
    const accounts = {
      debitAccountId: contractAccountId(sale.contractId),
      creditAccountId: revenueAccountId(sale.stationId, this.#currencyOf(sale.contractId)),
    };
    const transfer = {
      transferId: sale.saleId,
      ...accounts,
      amountMinor: sale.holdAmountMinor,
      atMs: sale.authorizedAtMs,
      memo: 'sale',
    };
    const reserved = pend(transfer);
    tally.move(reserved);
    this.#putTransfer(tally, post(reserved.transfer, sale.amountMinor), sale.contractId);
  }

  #putTransfer(tally: Tally, step: TransferStep, contractId: string): void {
    tally.move(step);
    this.#openAccounts(tally, step);
    this.#changes.insertTransfer(step.transfer, contractId);
  }

  /** A transfer names accounts that exist; their sums follow at the end of the piece. */
  #openAccounts({ opened }: Tally, step: TransferStep): void {
    for (const { accountId } of accountDeltas(step)) {
      if (opened.has(accountId)) continue;
      this.#changes.addToAccount({ accountId, ...NOTHING_MOVED });
      opened.add(accountId);
    }
  }

  #currencyOf(contractId: string): string {
    const known = this.#currencies.get(contractId);
    if (known !== undefined) return known;
    const contract = this.#contract(contractId);
    this.#currencies.set(contractId, contract.currency);
    return contract.currency;
  }

  #contract(contractId: string): Contract {
    const contract = this.#facts.contract(contractId);
    assert(contract !== null, `contract ${contractId} is unknown`);
    return contract;
  }

  #settle(tally: Tally): void {
    for (const delta of tally.accounts.values()) this.#changes.addToAccount(delta);
    for (const [allowanceKey, { contractId, quantity }] of tally.captured) {
      const nothing = { held: 0, leased: 0 };
      this.#changes.addCounters({ allowanceKey, contractId, captured: quantity, ...nothing });
    }
    for (const visit of tally.visits.values()) this.#changes.addVisits(visit);
    for (const [contractId, amountMinor] of tally.deposits) {
      this.#statements.deposit.run(amountMinor, contractId);
      this.#writer.feed.touch('contract', contractId);
    }
    for (const [key, { contractId }] of tally.captured) this.#assertWithin(key, contractId);
  }

  /** What the authority would never have passed must not come in as history (I1). */
  #assertWithin(key: string, contractId: string): void {
    const counters = this.#facts.counters([key]).get(key);
    assert(counters !== undefined, 'counters were written');
    assert(this.#excess(key, contractId, counters) === 0, `the history overspends ${key}`);
  }

  #excess(key: string, contractId: string, counters: AllowanceCounters): number {
    const { limitId } = parseAllowanceKey(key);
    if (limitId === null) return excess(contractMoney(this.#contract(contractId), counters));
    const limit = this.#statements.limit.get(limitId);
    return limit === undefined ? 0 : Math.max(0, counters.captured - limit.amount);
  }
}

function copied(ids: readonly string[] | null): string[] | null {
  return ids === null ? null : [...ids];
}

function assertAddsUp(sale: Sale): void {
  const { saleId, amountMinor, volumeMl, vatMinor } = sale;
  assert(sale.state === 'captured', `sale ${saleId} is not captured`);
  assert(amountMinor === amountOf(sale.priceMinorPerLitre, volumeMl), `amount of sale ${saleId}`);
  assert(vatMinor === vatOf(amountMinor, sale.vatRateBp), `VAT of sale ${saleId}`);
  const paid = sale.parts.some((part) => part.allowanceKey === `money/${sale.contractId}`);
  assert(paid, `sale ${saleId} does not count against its contract's money`);
}

function prepare(db: WritableDb) {
  return {
    group: db.prepare(`INSERT INTO product_group VALUES (?, ?)`),
    product: db.prepare(`INSERT INTO product VALUES (@productId, @name, @unit, @groupId, @search)`),
    client: db.prepare(
      `INSERT INTO client VALUES (@clientId, @name, @country, @taxId, @segment, @contactName,
        @phone, @email, @search)`,
    ),
    contract: db.prepare(`
      INSERT INTO contract VALUES (@contractId, @clientId, @number, @currency, @zone, @state,
        @creditLimitMinor, @depositsMinor, @search)`),
    deposit: db.prepare(
      `UPDATE contract SET deposits_minor = deposits_minor + ? WHERE contract_id = ?`,
    ),
    limit: db.prepare<[string], { amount: number }>(
      `SELECT amount FROM spending_limit WHERE limit_id = ?`,
    ),
  };
}
