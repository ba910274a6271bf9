import { createHash } from 'node:crypto';
import { countryZones } from '#domain/station/country.ts';
import type { CardRecord } from '#protocol/records.ts';
import type { ClientRow, ProductRow, RegisterKind, StationRow } from '#protocol/registers.ts';
import type { WritableDb } from '#sqlite/open.ts';
import type { ImportCardRow, ImportOutcome, ImportRows } from '#service/ports.ts';
import { fold } from '../fold.ts';
import type { NetworkWriter } from '../network-writer.ts';
import { cardSearch, type CardWriter } from './card-writer.ts';
import { StationWriter } from './station-writer.ts';

type Texts = Readonly<Record<string, string | null>>;
type Effect = 'added' | 'changed' | 'unchanged';

/**
 * A register of stations does not count their pumps: so many may be sold from until somebody says
 * better.
 */
const UNKNOWN_PLACE = { pumpCount: 8, address: null };

/**
 * Products of a register without groups have a group all the same: limits by group pass them
 * over.
 */
const NO_GROUP = '—';

/**
 * Brings registers in by source id, inside one transaction of the caller. A source id is the
 * record's id here; a client comes with one contract, in draft, that bears its number.
 */
export class RegisterImport {
  readonly #writer: NetworkWriter;
  readonly #cards: CardWriter;
  readonly #stations: StationWriter;
  readonly #statements;

  constructor(writer: NetworkWriter, cards: CardWriter) {
    this.#writer = writer;
    this.#cards = cards;
    this.#stations = new StationWriter(writer);
    this.#statements = prepare(writer.db);
  }

  run(content: ImportRows): ImportOutcome {
    switch (content.register) {
      case 'clients':
        return counted('clients', content.rows, (row) => this.#client(row));
      case 'stations':
        return counted('stations', content.rows, (row) => this.#station(row));
      case 'products':
        return counted('products', content.rows, (row) => this.#product(row));
      case 'cards':
        return this.#allCards(content.rows);
    }
  }

  #client(row: ClientRow): Effect {
    const { sourceId, name, country, taxId, segment, currency } = row;
    const client = { clientId: sourceId, name, country, taxId, segment };
    const before = this.#statements.client.get(sourceId);
    if (before !== undefined && same(before, { ...client, currency })) return 'unchanged';
    this.#statements.putClient.run({ ...client, search: fold(name, sourceId, taxId) });
    const contract = {
      contractId: sourceId,
      clientId: sourceId,
      number: sourceId,
      currency,
      // Until somebody sets another.
      zone: countryZones[country] ?? 'UTC',
      search: fold(sourceId, name),
    };
    // Of a contract in force the currency stays: its accounts are kept in it.
    this.#statements.putContract.run(contract);
    for (const { contractId } of this.#statements.contractsOf.all(sourceId)) {
      this.#writer.feed.touch('contract', contractId);
    }
    return before === undefined ? 'added' : 'changed';
  }

  #station({ sourceId, ...row }: StationRow): Effect {
    const before = this.#statements.station.get(sourceId);
    if (before !== undefined && same(before, row)) return 'unchanged';
    const known = this.#statements.stationPlace.get(sourceId) ?? UNKNOWN_PLACE;
    this.#stations.put({ ...row, ...known, stationId: sourceId });
    return before === undefined ? 'added' : 'changed';
  }

  #product({ sourceId, name, unit, group }: ProductRow): Effect {
    const groupName = group ?? NO_GROUP;
    const groupId = groupIdOf(groupName);
    const before = this.#statements.product.get(sourceId);
    if (before !== undefined && same(before, { name, unit, groupId })) return 'unchanged';
    if (this.#statements.group.get(groupId) === undefined) {
      this.#statements.addGroup.run(groupId, groupName);
      this.#writer.feed.touch('product-group', groupId);
    }
    const search = fold(name, sourceId, group);
    this.#statements.putProduct.run({ productId: sourceId, name, unit, groupId, search });
    this.#writer.feed.touch('product', sourceId);
    return before === undefined ? 'added' : 'changed';
  }

  #allCards(rows: readonly ImportCardRow[]): ImportOutcome {
    const contractIds = new Map<string, string>();
    for (const { clientSourceId } of rows) {
      if (contractIds.has(clientSourceId)) continue;
      const contract = this.#statements.contractOf.get(clientSourceId);
      if (contract === undefined) return { ok: false, missingClientSourceId: clientSourceId };
      contractIds.set(clientSourceId, contract.contractId);
    }
    return counted('cards', rows, (row) =>
      this.#card(row, contractIds.get(row.clientSourceId) ?? ''),
    );
  }

  /**
   * A card is its number: a row with a known number changes that card, whatever id it comes with.
   */
  #card(row: ImportCardRow, contractId: string): Effect {
    const { panHash, panMasked, holder, vehicle, expiresOn } = row;
    const cardId = this.#cards.idByPan(panHash) ?? row.sourceId;
    const before = this.#statements.card.get(cardId);
    const values = { contractId, panHash, panMasked, holder, vehicle, expiresOn };
    if (before === undefined) {
      this.#cards.add(
        newCard({ cardId, contractId, panMasked, holder, vehicle, expiresOn }),
        panHash,
      );
      return 'added';
    }
    if (same(before, values)) return 'unchanged';
    const search = cardSearch({ cardId, panMasked, holder, vehicle });
    this.#statements.putCard.run({ ...values, cardId, search });
    this.#statements.moveLimits.run(contractId, cardId);
    this.#writer.feed.touch('card', cardId);
    return 'changed';
  }
}

type NewCard = Pick<
  CardRecord,
  'cardId' | 'contractId' | 'panMasked' | 'holder' | 'vehicle' | 'expiresOn'
>;

function newCard(row: NewCard): CardRecord {
  return {
    ...row,
    state: 'active',
    blockReason: null,
    transactionMaxMinor: null,
    transactionMaxMl: null,
    tankCapacityMl: null,
    productIds: null,
    stationIds: null,
    pinRequired: false,
    pinTriesUsed: 0,
    offlinePolicy: 'home',
  };
}

function counted<Row>(
  register: RegisterKind,
  rows: readonly Row[],
  put: (row: Row) => Effect,
): ImportOutcome {
  const result = { register, added: 0, changed: 0, unchanged: 0 };
  for (const row of rows) result[put(row)] += 1;
  return { ok: true, result };
}

function same(before: object, after: Texts): boolean {
  const known = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after).every(([name, value]) => known.get(name) === value);
}

/**
 * Groups of a register have names only; the id has to be a key, whatever alphabet the name is in.
 */
export function groupIdOf(name: string): string {
  return `group-${createHash('sha256').update(fold(name)).digest('hex').slice(0, 16)}`;
}

/**
 * What an import compares with and writes. Each `SELECT` names its columns as the register's row
 * does.
 */
function prepare(db: WritableDb) {
  return {
    client: db.prepare<[string], Texts>(`
      SELECT client.client_id AS clientId, name, country, tax_id AS taxId, segment, currency
      FROM client JOIN contract ON contract_id = client.client_id WHERE client.client_id = ?`),
    putClient: db.prepare(`
      INSERT INTO client VALUES (@clientId, @name, @country, @taxId, @segment, NULL, NULL, NULL,
        @search)
      ON CONFLICT DO UPDATE SET name = excluded.name, country = excluded.country,
        tax_id = excluded.tax_id, segment = excluded.segment, search = excluded.search`),
    putContract: db.prepare(`
      INSERT INTO contract VALUES (@contractId, @clientId, @number, @currency, @zone, 'draft',
        0, 0, @search)
      ON CONFLICT DO UPDATE SET search = excluded.search,
        currency = iif(state = 'draft' AND deposits_minor = 0, excluded.currency, currency)`),
    contractsOf: db.prepare<[string], { contractId: string }>(
      `SELECT contract_id AS contractId FROM contract WHERE client_id = ?`,
    ),
    contractOf: db.prepare<[string], { contractId: string }>(`
      SELECT contract_id AS contractId FROM contract WHERE client_id = ?
      ORDER BY state = 'closed', contract_id LIMIT 1`),
    station: db.prepare<[string], Texts>(
      `SELECT name, country, zone, owner, chain, segment FROM station WHERE station_id = ?`,
    ),
    stationPlace: db.prepare<[string], { pumpCount: number; address: string | null }>(
      `SELECT pump_count AS pumpCount, address FROM station WHERE station_id = ?`,
    ),
    product: db.prepare<[string], Texts>(
      `SELECT name, unit, group_id AS groupId FROM product WHERE product_id = ?`,
    ),
    group: db.prepare<[string]>(`SELECT 1 FROM product_group WHERE group_id = ?`),
    addGroup: db.prepare(`INSERT INTO product_group VALUES (?, ?)`),
    putProduct: db.prepare(`
      INSERT INTO product VALUES (@productId, @name, @unit, @groupId, @search)
      ON CONFLICT DO UPDATE SET name = excluded.name, unit = excluded.unit,
        group_id = excluded.group_id, search = excluded.search`),
    card: db.prepare<[string], Texts>(`
      SELECT contract_id AS contractId, pan_hash AS panHash, pan_masked AS panMasked, holder,
        vehicle, expires_on AS expiresOn
      FROM card WHERE card_id = ?`),
    putCard: db.prepare(`
      UPDATE card SET contract_id = @contractId, pan_hash = @panHash, pan_masked = @panMasked,
        holder = @holder, vehicle = @vehicle, expires_on = @expiresOn, search = @search
      WHERE card_id = @cardId`),
    moveLimits: db.prepare(`
      UPDATE spending_limit SET contract_id = ? WHERE subject_kind = 'card' AND subject_id = ?`),
  };
}
