import { createHash } from 'node:crypto';
import { ownerKey } from '#domain/authority/pack.ts';
import { NEW_CARD } from '#domain/card/card.ts';
import { countryZones } from '#domain/station/country.ts';
import type { CardRecord } from '#protocol/records.ts';
import type {
  ClientRow,
  ProductRow,
  RegisterKind,
  StationRow,
} from '#protocol/records/registers.ts';
import type { ImportCardRow, ImportOutcome, ImportRows } from '#service/import-ports.ts';
import { fold } from '#domain/text/fold.ts';
import type { SqlWrite } from '../sql.ts';
import { CardPlaces } from './card-places.ts';
import { addCard, cardSearch } from './card-writer.ts';
import { RowsBefore, type Texts } from './rows-before.ts';
import { putStation, type StationDetails } from './station-writer.ts';

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
    SELECT client.client_id AS key, client.client_id AS clientId, name, country, tax_id AS taxId,
      segment, currency
    FROM client JOIN contract ON contract_id = client.client_id`,
  putClient: `
    INSERT INTO client (client_id, name, country, tax_id, segment, search)
    VALUES (@clientId, @name, @country, @taxId, @segment, @search)
    ON CONFLICT (client_id) DO UPDATE SET name = excluded.name, country = excluded.country,
      tax_id = excluded.tax_id, segment = excluded.segment, search = excluded.search,
      revision = client.revision + 1`,
  putContract: `
    INSERT INTO contract (contract_id, client_id, number, currency, zone, state,
      credit_limit_minor, deposits_minor, search)
    VALUES (@contractId, @clientId, @number, @currency, @zone, 'draft', 0, 0, @search)
    ON CONFLICT (contract_id) DO UPDATE SET search = excluded.search,
      currency = CASE WHEN contract.state = 'draft' AND contract.deposits_minor = 0
        THEN excluded.currency ELSE contract.currency END`,
  contractsOf: `SELECT contract_id AS contractId FROM contract WHERE client_id = @sourceId`,
  station: `
    SELECT station.station_id AS key, name, country, zone, owner, chain, segment, address, phone
    FROM station LEFT JOIN station_said ON station_said.station_id = station.station_id`,
  stationPlace: `
    SELECT pump_count AS pumpCount, address, region_id AS regionId, partner_id AS partnerId
    FROM station WHERE station_id = @sourceId`,
  putPhone: `
    INSERT INTO station_said (station_id, phone, hours, revision)
    VALUES (@sourceId, @phone, NULL, 1)
    ON CONFLICT (station_id) DO UPDATE SET phone = excluded.phone,
      revision = station_said.revision + 1`,
  product: `SELECT product_id AS key, name, unit, group_id AS groupId FROM product`,
  addGroup: `INSERT INTO product_group VALUES (@groupId, @groupName) ON CONFLICT DO NOTHING`,
  putProduct: `
    INSERT INTO product VALUES (@sourceId, @name, @unit, @groupId, @search)
    ON CONFLICT (product_id) DO UPDATE SET name = excluded.name, unit = excluded.unit,
      group_id = excluded.group_id, search = excluded.search`,
  cardOfPan: `SELECT pan_hash AS key, card_id AS cardId FROM card`,
  card: `
    SELECT card_id AS key, contract_id AS contractId, pan_hash AS panHash,
      pan_masked AS panMasked, holder, vehicle, expires_on AS expiresOn, group_id AS groupId
    FROM card`,
  putCard: `
    UPDATE card SET contract_id = @contractId, pan_hash = @panHash, pan_masked = @panMasked,
      holder = @holder, vehicle = @vehicle, expires_on = @expiresOn, search = @search,
      group_id = CASE WHEN @staysInGroup = 1 THEN card.group_id
        ELSE (SELECT group_id FROM card_group WHERE card_group.group_id = @groupId) END
    WHERE card_id = @cardId`,
  left: `
    INSERT INTO card_left SELECT @cardId, client_id FROM contract WHERE contract_id = @contractId
    ON CONFLICT DO NOTHING`,
  stayed: `
    INSERT INTO card_stay (card_id, until_ms, contract_id)
    VALUES (@cardId, @untilMs, @contractId) ON CONFLICT DO NOTHING`,
  movePack: `UPDATE pack SET contract_id = @contractId WHERE owner_key = @owner`,
  moveLimits: `UPDATE limit_place SET contract_id = @contractId WHERE owner_key = @owner`,
};

/**
 * Brings registers in by source id, inside one transaction of the caller. A source id is the
 * record's id here; a client comes with one contract, in draft, that bears its number.
 */
export class RegisterImport {
  readonly #sql: SqlWrite;
  readonly #nowMs: number;

  constructor(sql: SqlWrite, nowMs: number) {
    this.#sql = sql;
    this.#nowMs = nowMs;
  }

  async run(content: ImportRows): Promise<ImportOutcome> {
    await this.#sql.lock('registers');
    switch (content.register) {
      case 'clients': {
        const before = await this.#before('client', 'client.client_id', content.rows);
        return counted('clients', content.rows, (row) => this.#client(row, before));
      }
      case 'stations': {
        const before = await this.#before('station', 'station.station_id', content.rows);
        return counted('stations', content.rows, (row) => this.#station(row, before));
      }
      case 'products': {
        const before = await this.#before('product', 'product_id', content.rows);
        return counted('products', content.rows, (row) => this.#product(row, before));
      }
      case 'cards':
        return this.#allCards(content.rows, content.newGroupsSeed ?? null);
    }
  }

  #before(
    name: 'client' | 'station' | 'product',
    column: string,
    rows: readonly { readonly sourceId: string }[],
  ): Promise<RowsBefore> {
    const ids = rows.map(({ sourceId }) => sourceId);
    return RowsBefore.read(this.#sql, { select: SQL[name], column, ids });
  }

  async #client(row: ClientRow, rows: RowsBefore): Promise<Effect> {
    const { sourceId, name, country, taxId, segment, currency } = row;
    const client = { clientId: sourceId, name, country, taxId, segment };
    const before = await rows.get(sourceId);
    if (before !== undefined && same(before, { ...client, currency })) return 'unchanged';
    rows.changed(sourceId);
    if (before !== undefined) await this.#sql.lock({ contractId: sourceId });
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
    if (before === undefined) {
      await this.#sql.touch('contract', sourceId);
      return 'added';
    }
    const all = await this.#sql.all<{ contractId: string }>(SQL.contractsOf, { sourceId });
    for (const { contractId } of all) await this.#sql.touch('contract', contractId);
    return 'changed';
  }

  async #station(
    { sourceId, address, phone, ...row }: StationRow,
    rows: RowsBefore,
  ): Promise<Effect> {
    const before = await rows.get(sourceId);
    // What the file says nothing of stays as somebody has told it.
    const told = {
      ...(address === undefined ? {} : { address }),
      ...(phone === undefined ? {} : { phone }),
    };
    if (before !== undefined && same(before, { ...row, ...told })) return 'unchanged';
    rows.changed(sourceId);
    const known =
      before && (await this.#sql.get<typeof UNKNOWN_PLACE>(SQL.stationPlace, { sourceId }));
    const place = known ?? UNKNOWN_PLACE;
    const said = { ...place, address: address ?? place.address };
    await putStation(this.#sql, { ...row, ...said, stationId: sourceId });
    if (phone !== undefined) await this.#sql.run(SQL.putPhone, { sourceId, phone });
    return before === undefined ? 'added' : 'changed';
  }

  async #product(row: ProductRow, rows: RowsBefore): Promise<Effect> {
    const { sourceId, name, unit, group } = row;
    const groupName = group ?? NO_GROUP;
    const groupId = groupIdOf(groupName);
    const before = await rows.get(sourceId);
    if (before !== undefined && same(before, { name, unit, groupId })) return 'unchanged';
    rows.changed(sourceId);
    if ((await this.#sql.run(SQL.addGroup, { groupId, groupName })) === 1) {
      await this.#sql.touch('product-group', groupId);
    }
    const search = fold(name, sourceId, group);
    await this.#sql.run(SQL.putProduct, { sourceId, name, unit, groupId, search });
    await this.#sql.touch('product', sourceId);
    return before === undefined ? 'added' : 'changed';
  }

  async #allCards(
    rows: readonly ImportCardRow[],
    newGroupsSeed: string | null,
  ): Promise<ImportOutcome> {
    const places = await CardPlaces.read(this.#sql, rows);
    const missingClientSourceId = places.missingClient();
    if (missingClientSourceId !== undefined) return { ok: false, missingClientSourceId };
    for (const missingGroup of places.missingGroups()) {
      if (newGroupsSeed === null) return { ok: false, missingGroup };
      await places.makeGroup(this.#sql, missingGroup, newGroupsSeed);
    }
    const ofPans = await RowsBefore.read(this.#sql, {
      select: SQL.cardOfPan,
      column: 'pan_hash',
      ids: rows.map(({ panHash }) => panHash),
    });
    const named: NamedCard[] = [];
    for (const row of rows) {
      const contractId = places.contractOf(row.clientSourceId) ?? '';
      const cardId = await cardIdOf(row, ofPans);
      named.push({ row, contractId, groupId: places.groupOf(row), cardId });
    }
    const before = await RowsBefore.read(this.#sql, {
      select: SQL.card,
      column: 'card_id',
      ids: named.map(({ cardId }) => cardId),
    });
    return counted('cards', named, (one) => this.#card(one, { before, ofPans }));
  }

  /**
   * A card is its number: a row with a known number changes that card, whatever id it comes with.
   */
  async #card(
    { row, contractId, groupId, cardId: known }: NamedCard,
    { before: rows, ofPans }: { before: RowsBefore; ofPans: RowsBefore },
  ): Promise<Effect> {
    const { panHash, panMasked, holder, vehicle, expiresOn } = row;
    // The same number may have come in with a row before this one, under another id.
    const cardId = (await ofPans.get(panHash)) === undefined ? known : await cardIdOf(row, ofPans);
    const before = await rows.get(cardId);
    // A group is of one contract: a card that leaves the contract leaves the group. One that stays
    // is in the group that it is in once its contract is locked, whatever was read before.
    const staysInGroup = groupId === null && before?.['contractId'] === contractId;
    const values = { contractId, panHash, panMasked, holder, vehicle, expiresOn };
    if (before === undefined) {
      rows.changed(cardId);
      ofPans.changed(panHash);
      const card = newCard({ cardId, contractId, panMasked, holder, vehicle, expiresOn, groupId });
      await addCard(this.#sql, card, panHash);
      return 'added';
    }
    if (same(before, staysInGroup ? values : { ...values, groupId })) return 'unchanged';
    rows.changed(cardId);
    ofPans.changed(panHash);
    // A decision writes cards too, under their contract's lock.
    await this.#sql.lock({ cardId });
    const search = cardSearch({ cardId, panMasked, holder, vehicle });
    const group = { groupId, staysInGroup: staysInGroup ? 1 : 0 };
    await this.#sql.run(SQL.putCard, { ...values, ...group, cardId, search });
    const owner = ownerKey('card', cardId);
    await this.#sql.run(SQL.movePack, { contractId, owner });
    await this.#sql.run(SQL.moveLimits, { contractId, owner });
    const from = before['contractId'];
    if (typeof from === 'string' && from !== contractId) await this.#left(cardId, from, contractId);
    else await this.#sql.touch('card', cardId);
    return 'changed';
  }

  /**
   * The card went to another contract: people of the client that had it have to hear that it is
   * gone, and stations that did not have the other contract get it. Until when it was there is
   * kept: a fill of before is that contract's.
   */
  async #left(cardId: string, from: string, to: string): Promise<void> {
    await this.#sql.run(SQL.left, { cardId, contractId: from });
    await this.#sql.run(SQL.stayed, { cardId, untilMs: this.#nowMs, contractId: from });
    await this.#sql.touch('card', cardId, { rescoped: true });
    for (const contractId of [from, to]) {
      await this.#sql.touch('contract', contractId, { rescoped: true });
    }
  }
}

/** A row with the card that it means and the contract that it belongs to. */
interface NamedCard {
  readonly row: ImportCardRow;
  readonly contractId: string;
  /** Null where the row names no group. */
  readonly groupId: string | null;
  readonly cardId: string;
}

async function cardIdOf(row: ImportCardRow, ofPans: RowsBefore): Promise<string> {
  return (await ofPans.get(row.panHash))?.['cardId'] ?? row.sourceId;
}

type NewCard = Pick<
  CardRecord,
  'cardId' | 'contractId' | 'panMasked' | 'holder' | 'vehicle' | 'expiresOn' | 'groupId'
>;

function newCard(row: NewCard): CardRecord {
  return { ...NEW_CARD, ...row, offlinePolicy: 'home' };
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
