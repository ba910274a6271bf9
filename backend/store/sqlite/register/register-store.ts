import type { AllowanceCounters } from '#domain/limit/allowance.ts';
import type * as r from '#protocol/records.ts';
import type {
  CardFacts,
  CardPin,
  Clock,
  ImportOutcome,
  ImportRows,
  Page,
  PageQuestion,
  RegisterStore,
} from '#service/ports.ts';
import type { ReadableDb } from '#sqlite/open.ts';
import { inSnapshot } from '#sqlite/transaction.ts';
import type { NetworkWriter } from '../network-writer.ts';
import { CARD_COLUMNS, cardFrom, CONTRACT_COLUMNS, type CardRow } from '../rows.ts';
import { LIMIT_COLUMNS, PRODUCT_COLUMNS, STATION_COLUMNS } from '../rows.ts';
import { CardWriter } from './card-writer.ts';
import { ContractWriter } from './contract-writer.ts';
import { ExposureReader } from './exposure-reader.ts';
import { Lists } from './lists.ts';
import { PriceWriter } from './price-writer.ts';
import { RegisterImport } from './register-import.ts';
import { allowanceKeysAt, remaindersAt } from './remainders.ts';

/**
 * Registers and everything that people look up. Reads have a connection of their own and never
 * wait for a decision.
 */
export class SqliteRegisterStore implements RegisterStore {
  readonly #writer: NetworkWriter;
  readonly #read: ReadableDb;
  readonly #statements;
  readonly #lists: Lists;
  readonly #exposures: ExposureReader;
  readonly #cards: CardWriter;
  readonly #contracts: ContractWriter;
  readonly #prices: PriceWriter;
  readonly #import: RegisterImport;

  constructor(writer: NetworkWriter, read: ReadableDb, clock: Clock) {
    this.#writer = writer;
    this.#read = read;
    this.#statements = prepare(read);
    this.#lists = new Lists(read);
    this.#exposures = new ExposureReader(read);
    this.#cards = new CardWriter(writer);
    this.#contracts = new ContractWriter(writer, clock);
    this.#prices = new PriceWriter(writer);
    this.#import = new RegisterImport(writer, this.#cards);
  }

  async stations(question: PageQuestion): Promise<Page<r.StationRecord>> {
    return this.#lists.stations(question);
  }

  async station(stationId: string): Promise<r.StationRecord | null> {
    return this.#statements.station.get(stationId) ?? null;
  }

  async products(question: PageQuestion): Promise<Page<r.ProductRecord>> {
    return this.#lists.products(question);
  }

  async product(productId: string): Promise<r.ProductRecord | null> {
    return this.#statements.product.get(productId) ?? null;
  }

  async clients(question: PageQuestion): Promise<Page<r.ClientRecord>> {
    return this.#lists.clients(question);
  }

  async contracts(question: PageQuestion): Promise<Page<r.ContractRecord>> {
    return this.#lists.contracts(question);
  }

  async cards(question: PageQuestion & { contractId: string | null }): Promise<Page<r.CardRecord>> {
    return this.#lists.cards(question);
  }

  async cardFacts(cardId: string, atMs: number): Promise<CardFacts | null> {
    return inSnapshot(this.#read, () => {
      const row = this.#statements.card.get(cardId);
      const contract = row && this.#statements.contract.get(row.contractId);
      if (row === undefined || contract === undefined) return null;
      const ofCard = this.#statements.limits.all('card', cardId);
      const ofContract = this.#statements.limits.all('contract', contract.contractId);
      const card = cardFrom(row);
      return { card, ...this.#facts(contract, [...ofCard, ...ofContract], atMs) };
    });
  }

  async cardIdByPanHash(panHash: string): Promise<string | null> {
    return this.#cards.idByPan(panHash);
  }

  async contractFacts(contractId: string, atMs: number): Promise<Omit<CardFacts, 'card'> | null> {
    return inSnapshot(this.#read, () => {
      const contract = this.#statements.contract.get(contractId);
      if (contract === undefined) return null;
      return this.#facts(contract, this.#statements.limits.all('contract', contractId), atMs);
    });
  }

  async contractOfSubject(
    subjectKind: 'card' | 'contract',
    subjectId: string,
  ): Promise<string | null> {
    if (subjectKind === 'card') return this.#statements.card.get(subjectId)?.contractId ?? null;
    return this.#statements.contract.get(subjectId)?.contractId ?? null;
  }

  async limit(limitId: string): Promise<r.LimitRecord | null> {
    return this.#statements.limit.get(limitId) ?? null;
  }

  async cardPin(cardId: string): Promise<CardPin | null> {
    const row = this.#statements.pin.get(cardId);
    if (row === undefined || row.verifier === null) return null;
    return { verifier: row.verifier, triesUsed: row.triesUsed };
  }

  async setCardPin(cardId: string, verifier: string): Promise<void> {
    this.#writer.transaction(() => this.#cards.setPin(cardId, verifier));
  }

  async addCard(card: r.CardRecord, panHash: string): Promise<'added' | 'exists'> {
    const added = this.#writer.transaction(() => this.#cards.add(card, panHash));
    return added ? 'added' : 'exists';
  }

  async signContract(contractId: string, creditLimitMinor: number): Promise<boolean> {
    return this.#writer.transaction(() => this.#contracts.sign(contractId, creditLimitMinor));
  }

  async putPrice(price: r.PriceRecord): Promise<void> {
    this.#writer.transaction(() => this.#prices.put(price));
  }

  async importRegister(rows: ImportRows): Promise<ImportOutcome> {
    return this.#writer.transaction(() => this.#import.run(rows));
  }

  async exposure(): Promise<readonly r.ExposureRecord[]> {
    return inSnapshot(this.#read, () => this.#exposures.all());
  }

  #facts(
    contract: r.ContractRecord,
    limits: readonly r.LimitRecord[],
    atMs: number,
  ): Omit<CardFacts, 'card'> {
    const counters = new Map<string, AllowanceCounters>();
    for (const key of allowanceKeysAt(contract, limits, atMs)) {
      const row = this.#statements.counter.get(key);
      if (row !== undefined) counters.set(key, row);
    }
    return { contract, limits, remainders: remaindersAt({ contract, limits, counters, atMs }) };
  }
}

function prepare(db: ReadableDb) {
  return {
    station: db.prepare<[string], r.StationRecord>(
      `SELECT ${STATION_COLUMNS} FROM station WHERE station_id = ?`,
    ),
    product: db.prepare<[string], r.ProductRecord>(
      `SELECT ${PRODUCT_COLUMNS} FROM product WHERE product_id = ?`,
    ),
    card: db.prepare<[string], CardRow>(`SELECT ${CARD_COLUMNS} FROM card WHERE card_id = ?`),
    contract: db.prepare<[string], r.ContractRecord>(`
      SELECT ${CONTRACT_COLUMNS} FROM contract JOIN client USING (client_id)
      WHERE contract.contract_id = ?`),
    limits: db.prepare<[string, string], r.LimitRecord>(`
      SELECT ${LIMIT_COLUMNS} FROM spending_limit
      WHERE subject_kind = ? AND subject_id = ? ORDER BY limit_id`),
    limit: db.prepare<[string], r.LimitRecord>(
      `SELECT ${LIMIT_COLUMNS} FROM spending_limit WHERE limit_id = ?`,
    ),
    pin: db.prepare<[string], { verifier: string | null; triesUsed: number }>(
      `SELECT pin_verifier AS verifier, pin_tries_used AS triesUsed FROM card WHERE card_id = ?`,
    ),
    counter: db.prepare<[string], AllowanceCounters>(
      `SELECT captured, held, leased FROM allowance_counter WHERE allowance_key = ?`,
    ),
  };
}
