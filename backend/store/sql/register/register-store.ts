import { ownerKey, rulesOf, type Pack } from '#domain/authority/pack.ts';
import type { ContractState } from '#domain/contract/contract.ts';
import type { LimitSubject } from '#domain/limit/limit.ts';
import { limitsInForce } from '#domain/limit/scheduled-terms.ts';
import type { LimitTemplateRecord, ListedGroup } from '#protocol/records/limits.ts';
import type { NamedGroup } from '#protocol/records/registers.ts';
import type * as r from '#protocol/records.ts';
import type { ClosedQuestion } from '#service/client-ports.ts';
import type { ImportAlong, ImportOutcome, ImportRows } from '#service/import-ports.ts';
import type { Page, PageQuestion } from '#service/page-ports.ts';
import type {
  CardContract,
  CardFacts,
  CardPin,
  Clock,
  ContractLimitsQuestion,
  GroupFacts,
  KeptLimitVersion,
  LimitHistoryQuestion,
  RegisterStore,
} from '#service/ports.ts';
import {
  CARD_COLUMNS,
  cardFrom,
  CONTRACT_COLUMNS,
  contractFrom,
  type CardRow,
  type ContractRow,
} from '../rows.ts';
import { PRODUCT_COLUMNS, STATION_COLUMNS } from '../rows.ts';
import { contractLimits, limitById, packOf } from '../packs.ts';
import type { Sql, SqlDatabase } from '../sql.ts';
import { cardIdByPan } from './card-writer.ts';
import { exposures } from './exposure-reader.ts';
import * as book from './limit-registers.ts';
import { Lists } from './lists.ts';
import { CardPlaces } from './card-places.ts';
import { importTold } from './import-told.ts';
import { remaindersAt } from './remainders.ts';

const SQL = {
  station: `SELECT ${STATION_COLUMNS} FROM station WHERE station_id = @stationId`,
  product: `SELECT ${PRODUCT_COLUMNS} FROM product WHERE product_id = @productId`,
  card: `SELECT ${CARD_COLUMNS} FROM card WHERE card_id = @cardId`,
  contract: `
    SELECT ${CONTRACT_COLUMNS} FROM contract JOIN client USING (client_id)
    WHERE contract.contract_id = @contractId`,
  pin: `
    SELECT pin_verifier AS verifier, pin_tries_used AS triesUsed FROM card
    WHERE card_id = @cardId`,
  hasClient: `SELECT 1 AS one FROM client WHERE client_id = @clientId`,
  closing: `
    SELECT contract_id AS contractId, at_ms AS atMs, user_id AS userId, reason
    FROM contract_closing WHERE contract_id = @contractId`,
  contractStates: `
    SELECT DISTINCT state, programme_id AS programmeId FROM contract
    WHERE client_id = @clientId AND state <> 'draft'`,
  placeOfLimit: `SELECT contract_id AS contractId FROM limit_place WHERE limit_id = @limitId`,
  clientOf: `SELECT client_id AS clientId FROM contract WHERE contract_id = @contractId`,
  contractOfCardAt: `
    SELECT contract_id AS contractId, number FROM contract WHERE contract_id = coalesce(
      (SELECT contract_id FROM card_stay WHERE card_id = @cardId AND until_ms > @atMs
        ORDER BY until_ms LIMIT 1),
      (SELECT contract_id FROM card WHERE card_id = @cardId))`,
  groupContract: `SELECT contract_id AS contractId FROM card_group WHERE group_id = @groupId`,
};

interface StateUnder {
  readonly state: ContractState;
  readonly programmeId: string | null;
}

/** Registers and everything that people look up. Reads never wait for a decision. */
export class SqlRegisterStore implements RegisterStore {
  readonly #db: SqlDatabase;
  readonly #clock: Clock;
  readonly #lists: Lists;

  constructor(db: SqlDatabase, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
    this.#lists = new Lists(db);
  }

  async stations(question: PageQuestion): Promise<Page<r.StationRecord>> {
    return this.#lists.stations(question);
  }

  async station(stationId: string): Promise<r.StationRecord | null> {
    return (await this.#db.get<r.StationRecord>(SQL.station, { stationId })) ?? null;
  }

  async stationsById(stationIds: readonly string[]): Promise<readonly r.StationRecord[]> {
    const among = this.#db.dialect.among('station_id', '@ids');
    return this.#db.all<r.StationRecord>(
      `SELECT ${STATION_COLUMNS} FROM station WHERE ${among} ORDER BY station_id`,
      { ids: JSON.stringify(stationIds) },
    );
  }

  async products(question: PageQuestion): Promise<Page<r.ProductRecord>> {
    return this.#lists.products(question);
  }

  async product(productId: string): Promise<r.ProductRecord | null> {
    return (await this.#db.get<r.ProductRecord>(SQL.product, { productId })) ?? null;
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

  async hasClient(clientId: string): Promise<boolean> {
    return (await this.#db.get(SQL.hasClient, { clientId })) !== undefined;
  }

  async clientOfContract(contractId: string): Promise<string | null> {
    const row = await this.#db.get<{ clientId: string }>(SQL.clientOf, { contractId });
    return row?.clientId ?? null;
  }

  async contractOfLimit(limitId: string): Promise<string | null> {
    const row = await this.#db.get<{ contractId: string }>(SQL.placeOfLimit, { limitId });
    return row?.contractId ?? null;
  }

  cardFacts(cardId: string, atMs: number): Promise<CardFacts | null> {
    return this.#db.read(async (sql) => {
      const row = await sql.get<CardRow>(SQL.card, { cardId });
      const contract = row && (await contractOf(sql, row.contractId));
      if (row === undefined || contract === undefined) return null;
      const card = cardFrom(row);
      const facts = await factsOf(sql, { contract, owners: ownersOf(card), atMs });
      return { card, ...facts };
    });
  }

  cardIdByPanHash(panHash: string): Promise<string | null> {
    return cardIdByPan(this.#db, panHash);
  }

  contractFacts(contractId: string, atMs: number): Promise<Omit<CardFacts, 'card'> | null> {
    return this.#db.read(async (sql) => {
      const contract = await contractOf(sql, contractId);
      if (contract === undefined) return null;
      return factsOf(sql, { contract, owners: [ownerKey('contract', contractId)], atMs });
    });
  }

  async contractClosing(contractId: string): Promise<r.ContractClosingRecord | null> {
    return (await this.#db.get<r.ContractClosingRecord>(SQL.closing, { contractId })) ?? null;
  }

  async isClientClosed({ clientId, programmeId }: ClosedQuestion): Promise<boolean> {
    const all = await this.#db.all<StateUnder>(SQL.contractStates, { clientId });
    const under = all.filter((one) => one.programmeId === programmeId);
    const judged = programmeId === null || under.length === 0 ? all : under;
    return judged.length > 0 && judged.every(({ state }) => state === 'closed');
  }

  async contractOfCardAt(cardId: string, atMs: number): Promise<CardContract | null> {
    return (await this.#db.get<CardContract>(SQL.contractOfCardAt, { cardId, atMs })) ?? null;
  }

  async contractOfSubject(subjectKind: LimitSubject, subjectId: string): Promise<string | null> {
    if (subjectKind === 'card-group') {
      const group = await this.#db.get<{ contractId: string }>(SQL.groupContract, {
        groupId: subjectId,
      });
      return group?.contractId ?? null;
    }
    const row =
      subjectKind === 'card'
        ? await this.#db.get<CardRow>(SQL.card, { cardId: subjectId })
        : await contractOf(this.#db, subjectId);
    return row?.contractId ?? null;
  }

  async limit(limitId: string): Promise<r.LimitRecord | null> {
    return limitById(this.#db, limitId);
  }

  contractLimits(question: ContractLimitsQuestion): Promise<Page<r.LimitRecord>> {
    return contractLimits(this.#db, question);
  }

  limitHistory(question: LimitHistoryQuestion): Promise<readonly KeptLimitVersion[]> {
    return book.limitHistory(this.#db, question);
  }

  cardGroups(question: PageQuestion & { contractId: string | null }): Promise<Page<ListedGroup>> {
    return book.cardGroups(this.#db, question);
  }

  groupFacts(groupId: string, atMs: number): Promise<GroupFacts | null> {
    return this.#db.read(async (sql) => {
      const group = await book.cardGroup(sql, groupId);
      const contract = group && (await contractOf(sql, group.contractId));
      if (group === null || contract === undefined || contract === null) return null;
      const owners = [ownerKey('card-group', groupId)];
      const facts = await factsOf(sql, { contract, owners, atMs });
      return { group, cardIds: await book.cardsOfGroup(sql, groupId), ...facts };
    });
  }

  limitTemplates(contractId: string | null): Promise<readonly LimitTemplateRecord[]> {
    return book.limitTemplates(this.#db, contractId);
  }

  limitTemplate(templateId: string): Promise<LimitTemplateRecord | null> {
    return book.limitTemplateById(this.#db, templateId);
  }

  async cardPin(cardId: string): Promise<CardPin | null> {
    const row = await this.#db.get<{ verifier: string | null; triesUsed: number }>(SQL.pin, {
      cardId,
    });
    if (row === undefined || row.verifier === null) return null;
    return { verifier: row.verifier, triesUsed: row.triesUsed };
  }

  importRegister(rows: ImportRows, along?: ImportAlong): Promise<ImportOutcome> {
    return importTold(this.#db, { rows, along, nowMs: this.#clock.nowMs() });
  }

  missingGroups(groups: readonly NamedGroup[]): Promise<readonly NamedGroup[]> {
    return this.#db.read(async (sql) => (await CardPlaces.read(sql, groups)).missingGroups());
  }

  exposure(): Promise<readonly r.ExposureRecord[]> {
    return this.#db.read(exposures);
  }
}

async function contractOf(sql: Sql, contractId: string): Promise<r.ContractRecord | undefined> {
  const row = await sql.get<ContractRow<r.ContractRecord>>(SQL.contract, { contractId });
  return row && contractFrom<r.ContractRecord>(row);
}

/** Whose limits a fill of the card has to keep. */
function ownersOf({ cardId, groupId, contractId }: r.CardRecord): readonly string[] {
  const group = groupId === null ? [] : [ownerKey('card-group', groupId)];
  return [ownerKey('card', cardId), ...group, ownerKey('contract', contractId)];
}

interface FactsQuestion {
  readonly contract: r.ContractRecord;
  readonly owners: readonly string[];
  readonly atMs: number;
}

async function factsOf(sql: Sql, question: FactsQuestion): Promise<Omit<CardFacts, 'card'>> {
  const { contract, owners, atMs } = question;
  const packs: Pack[] = [];
  for (const owner of owners) {
    const pack = await packOf(sql, owner);
    if (pack !== null) packs.push(pack);
  }
  // Terms that are due stand in the books with the next decision, and before people at once.
  const limits = limitsInForce(
    packs.flatMap((pack) => pack.limits),
    atMs,
  );
  const counters = new Map(packs.flatMap((pack) => [...pack.counters]));
  const rules = rulesOf(packs, atMs);
  const remainders = remaindersAt({ contract, limits, counters, atMs });
  return { contract, limits, rules, remainders };
}
