import { createHash } from 'node:crypto';
import { ownerKey } from '#domain/authority/pack.ts';
import { countryZones } from '#domain/station/country.ts';
import type { CardRecord } from '#protocol/records.ts';
import type { ClientRow, ProductRow, RegisterKind, StationRow } from '#protocol/registers.ts';
import type { ImportCardRow, ImportOutcome, ImportRows } from '#service/ports.ts';
import { fold } from '../fold.ts';
import type { SqlWrite } from '../sql.ts';
import { addCard, cardIdByPan, cardSearch } from './card-writer.ts';
import { putStation, type StationDetails } from './station-writer.ts';

type Texts = Readonly<Record<string, string | null>>;
type Effect = 'added' | 'changed' | 'unchanged';

/**
 * A register of stations does not count their pumps: so many may be sold from until somebody says
 * better.
 */
const UNKNOWN_PLACE: Pick<StationDetails, 'pumpCount' | 'address' | 'regionId' | 'partnerId'> = {
  pumpCount: 8,
  address: null,
  regionId: null,
  partnerId: null,
};

/**
 * Products of a register without groups have a group all the same: limits by group pass them
 * over.
 */
const NO_GROUP = '—';

/**
 * What an import compares with and writes. Each `SELECT` names its columns as the register's row
 * does.
 */
const SQL = {
  client: `
    SELECT client.client_id AS clientId, name, country, tax_id AS taxId, segment, currency
    FROM client JOIN contract ON contract_id = client.client_id
    WHERE client.client_id = @sourceId`,
  putClient: `
    INSERT INTO client VALUES (@clientId, @name, @country, @taxId, @segment, NULL, NULL, NULL,
      @search)
    ON CONFLICT (client_id) DO UPDATE SET name = excluded.name, country = excluded.country,
      tax_id = excluded.tax_id, segment = excluded.segment, search = excluded.search`,
  putContract: `
    INSERT INTO contract (contract_id, client_id, number, currency, zone, state,
      credit_limit_minor, deposits_minor, search)
    VALUES (@contractId, @clientId, @number, @currency, @zone, 'draft', 0, 0, @search)
    ON CONFLICT (contract_id) DO UPDATE SET search = excluded.search,
      currency = CASE WHEN contract.state = 'draft' AND contract.deposits_minor = 0
        THEN excluded.currency ELSE contract.currency END`,
  contractsOf: `SELECT contract_id AS contractId FROM contract WHERE client_id = @sourceId`,
  contractOf: `
    SELECT contract_id AS contractId FROM contract WHERE client_id = @sourceId
    ORDER BY state = 'closed', contract_id LIMIT 1`,
  station: `
    SELECT name, country, zone, owner, chain, segment FROM station WHERE station_id = @sourceId`,
  stationPlace: `
    SELECT pump_count AS pumpCount, address, region_id AS regionId, partner_id AS partnerId
    FROM station WHERE station_id = @sourceId`,
  product: `SELECT name, unit, group_id AS groupId FROM product WHERE product_id = @sourceId`,
  addGroup: `INSERT INTO product_group VALUES (@groupId, @groupName) ON CONFLICT DO NOTHING`,
  putProduct: `
    INSERT INTO product VALUES (@sourceId, @name, @unit, @groupId, @search)
    ON CONFLICT (product_id) DO UPDATE SET name = excluded.name, unit = excluded.unit,
      group_id = excluded.group_id, search = excluded.search`,
  card: `
    SELECT contract_id AS contractId, pan_hash AS panHash, pan_masked AS panMasked, holder,
      vehicle, expires_on AS expiresOn
    FROM card WHERE card_id = @cardId`,
  putCard: `
    UPDATE card SET contract_id = @contractId, pan_hash = @panHash, pan_masked = @panMasked,
      holder = @holder, vehicle = @vehicle, expires_on = @expiresOn, search = @search
    WHERE card_id = @cardId`,
  movePack: `UPDATE pack SET contract_id = @contractId WHERE owner_key = @owner`,
  moveLimits: `UPDATE limit_place SET contract_id = @contractId WHERE owner_key = @owner`,
};

/**
 * Brings registers in by source id, inside one transaction of the caller. A source id is the
 * record's id here; a client comes with one contract, in draft, that bears its number.
 */
export class RegisterImport {
  readonly #sql: SqlWrite;

  constructor(sql: SqlWrite) {
    this.#sql = sql;
  }

  async run(content: ImportRows): Promise<ImportOutcome> {
    await this.#sql.lock('registers');
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

  async #client(row: ClientRow): Promise<Effect> {
    const { sourceId, name, country, taxId, segment, currency } = row;
    const client = { clientId: sourceId, name, country, taxId, segment };
    await this.#sql.lock({ contractId: sourceId });
    const before = await this.#sql.get<Texts>(SQL.client, { sourceId });
    if (before !== undefined && same(before, { ...client, currency })) return 'unchanged';
    await this.#sql.run(SQL.putClient, { ...client, search: fold(name, sourceId, taxId) });
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
    await this.#sql.run(SQL.putContract, contract);
    const all = await this.#sql.all<{ contractId: string }>(SQL.contractsOf, { sourceId });
    for (const { contractId } of all) {
      await this.#sql.touch('contract', contractId);
    }
    return before === undefined ? 'added' : 'changed';
  }

  async #station({ sourceId, ...row }: StationRow): Promise<Effect> {
    const before = await this.#sql.get<Texts>(SQL.station, { sourceId });
    if (before !== undefined && same(before, row)) return 'unchanged';
    const known = await this.#sql.get<typeof UNKNOWN_PLACE>(SQL.stationPlace, { sourceId });
    await putStation(this.#sql, { ...row, ...(known ?? UNKNOWN_PLACE), stationId: sourceId });
    return before === undefined ? 'added' : 'changed';
  }

  async #product({ sourceId, name, unit, group }: ProductRow): Promise<Effect> {
    const groupName = group ?? NO_GROUP;
    const groupId = groupIdOf(groupName);
    const before = await this.#sql.get<Texts>(SQL.product, { sourceId });
    if (before !== undefined && same(before, { name, unit, groupId })) return 'unchanged';
    if ((await this.#sql.run(SQL.addGroup, { groupId, groupName })) === 1) {
      await this.#sql.touch('product-group', groupId);
    }
    const search = fold(name, sourceId, group);
    await this.#sql.run(SQL.putProduct, { sourceId, name, unit, groupId, search });
    await this.#sql.touch('product', sourceId);
    return before === undefined ? 'added' : 'changed';
  }

  async #allCards(rows: readonly ImportCardRow[]): Promise<ImportOutcome> {
    const contractIds = new Map<string, string>();
    for (const { clientSourceId } of rows) {
      if (contractIds.has(clientSourceId)) continue;
      const source = { sourceId: clientSourceId };
      const contract = await this.#sql.get<{ contractId: string }>(SQL.contractOf, source);
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
  async #card(row: ImportCardRow, contractId: string): Promise<Effect> {
    const { panHash, panMasked, holder, vehicle, expiresOn } = row;
    const cardId = (await cardIdByPan(this.#sql, panHash)) ?? row.sourceId;
    // A decision writes cards too, under their contract's lock.
    await this.#sql.lock({ cardId });
    const before = await this.#sql.get<Texts>(SQL.card, { cardId });
    const values = { contractId, panHash, panMasked, holder, vehicle, expiresOn };
    if (before === undefined) {
      const card = newCard({ cardId, contractId, panMasked, holder, vehicle, expiresOn });
      await addCard(this.#sql, card, panHash);
      return 'added';
    }
    if (same(before, values)) return 'unchanged';
    const search = cardSearch({ cardId, panMasked, holder, vehicle });
    await this.#sql.run(SQL.putCard, { ...values, cardId, search });
    const owner = ownerKey('card', cardId);
    await this.#sql.run(SQL.movePack, { contractId, owner });
    await this.#sql.run(SQL.moveLimits, { contractId, owner });
    await this.#sql.touch('card', cardId);
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
    groupId: null,
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

async function counted<Row>(
  register: RegisterKind,
  rows: readonly Row[],
  put: (row: Row) => Promise<Effect>,
): Promise<ImportOutcome> {
  const result = { register, added: 0, changed: 0, unchanged: 0 };
  for (const row of rows) result[await put(row)] += 1;
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
