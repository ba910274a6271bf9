import { PACK_COLUMNS } from '../../sql/packs.ts';
import {
  CARD_COLUMNS,
  CONTRACT_FACT_COLUMNS,
  GROUP_COLUMNS,
  LEASE_COLUMNS,
  PRODUCT_COLUMNS,
  SALE_ROW_COLUMNS,
  STATION_PLACE_COLUMNS,
  TRANSFER_COLUMNS,
  WORKSTATION_FACT_COLUMNS,
} from '../../sql/rows.ts';

/**
 * The keys that are looked for, as a column `key` of the table `wanted`. As an array: a join with a
 * list of unknown length would read the whole table.
 */
const AMONG = (column: string): string => `${column} = ANY (ARRAY (SELECT key FROM wanted))`;

/** A key of several parts is a JSON list. */
const PART = (index: number, type = 'text'): string =>
  `CAST(CAST(key AS json) ->> ${index} AS ${type})`;

/**
 * How each kind of row is found by its keys. `key` is what the decision asks by; the other columns
 * become the row.
 */
export const LOADS = {
  outcomes: `
    SELECT command_id AS key, digest, outcome FROM command_outcome WHERE ${AMONG('command_id')}`,
  sales: `
    SELECT sale_id AS key, ${SALE_ROW_COLUMNS}, digest FROM sale WHERE ${AMONG('sale_id')}`,
  refused: `SELECT sale_id AS key FROM refused_sale WHERE ${AMONG('sale_id')}`,
  cards: `SELECT card_id AS key, ${CARD_COLUMNS} FROM card WHERE ${AMONG('card_id')}`,
  contracts: `
    SELECT contract_id AS key, ${CONTRACT_FACT_COLUMNS} FROM contract
    WHERE ${AMONG('contract_id')}`,
  packs: `SELECT owner_key AS key, ${PACK_COLUMNS} FROM pack WHERE ${AMONG('owner_key')}`,
  limitPlaces: `
    SELECT limit_id AS key, owner_key AS ownerKey, contract_id AS contractId, shape
    FROM limit_place
    WHERE ${AMONG('limit_id')}`,
  groups: `SELECT group_id AS key, ${GROUP_COLUMNS} FROM card_group WHERE ${AMONG('group_id')}`,
  archived: `
    SELECT allowance_key AS key, captured, held, leased FROM window_archive
    WHERE ${AMONG('allowance_key')}`,
  leases: `SELECT lease_id AS key, ${LEASE_COLUMNS} FROM lease WHERE ${AMONG('lease_id')}`,
  leasesHeld: `
    SELECT key, ${LEASE_COLUMNS} FROM wanted JOIN lease
      ON workstation_id = ${PART(0)} AND contract_id = ${PART(1)}
      AND expires_at_ms > ${PART(2, 'bigint')} AND granted > spent + returned`,
  returned: `SELECT return_id AS key FROM lease_return WHERE ${AMONG('return_id')}`,
  products: `
    SELECT product_id AS key, ${PRODUCT_COLUMNS} FROM product WHERE ${AMONG('product_id')}`,
  stations: `SELECT station_id AS key, ${STATION_PLACE_COLUMNS} FROM station WHERE ${AMONG('station_id')}`,
  prices: `
    SELECT key, price_minor_per_litre AS priceMinorPerLitre, currency
    FROM wanted CROSS JOIN LATERAL (
      SELECT price_minor_per_litre, currency FROM price
      WHERE station_id = ${PART(0)} AND product_id = ${PART(1)}
        AND from_ms <= ${PART(2, 'bigint')}
      ORDER BY from_ms DESC LIMIT 1) AS newest`,
  homes: `
    SELECT key, station_id AS stationId
    FROM wanted CROSS JOIN LATERAL (
      SELECT station_id FROM card_visit WHERE card_id = key
      ORDER BY sale_count DESC, station_id LIMIT 1) AS most`,
  workstations: `
    SELECT workstation_id AS key, ${WORKSTATION_FACT_COLUMNS} FROM workstation
    WHERE ${AMONG('workstation_id')}`,
  assets: `SELECT asset_key AS key, body FROM asset WHERE ${AMONG('asset_key')}`,
  heads: `
    SELECT workstation_id AS key, head_seq AS seq, head_hash AS hash FROM workstation
    WHERE ${AMONG('workstation_id')}`,
  transfers: `
    SELECT transfer_id AS key, ${TRANSFER_COLUMNS} FROM transfer
    WHERE ${AMONG('transfer_id')}`,
  stornos: `
    SELECT linked_id AS key FROM transfer
    WHERE kind = 'storno' AND ${AMONG('linked_id')}`,
  locks: `
    SELECT key, before_ms AS beforeMs
    FROM wanted CROSS JOIN LATERAL (
      SELECT before_ms FROM period_lock ORDER BY lock_number DESC LIMIT 1) AS newest`,
  closedDays: `
    SELECT key, newest AS beforeMs
    FROM wanted CROSS JOIN (SELECT max(before_ms) AS newest FROM closed_day) AS days
    WHERE newest IS NOT NULL`,
  holdOwners: `
    SELECT key, state,
      coalesce((SELECT at_ms FROM journal_line
        WHERE journal_line.workstation_id = workstation.workstation_id
        ORDER BY seq DESC LIMIT 1), 0) AS toldThroughMs,
      EXISTS (SELECT FROM journal_line
        WHERE journal_line.workstation_id = workstation.workstation_id
          AND kind = 'sale.held' AND position(${PART(1)} IN body) > 0) AS knowsHold
    FROM wanted JOIN workstation ON workstation.workstation_id = ${PART(0)}`,
  lines: `
    SELECT key, hash, status, code, remark FROM wanted JOIN journal_line
      ON workstation_id = ${PART(0)} AND seq = ${PART(1, 'bigint')}`,
} as const;

export type LoadKind = keyof typeof LOADS;

export const LOAD_KINDS = Object.keys(LOADS) as readonly LoadKind[];

/**
 * One statement for several kinds: `$n` is the JSON list of the keys of the n-th, and the answer
 * one row with a JSON list of rows for each.
 */
export function loadStatement(kinds: readonly LoadKind[]): string {
  const columns = kinds.map((kind, index) => {
    const text = LOADS[kind].replaceAll(/\bAS ([a-z]+[A-Z]\w*)/gu, 'AS "$1"');
    return `(WITH wanted AS (SELECT json_array_elements_text($${index + 1}::json) AS key)
      SELECT coalesce(json_agg(found), '[]') FROM (${text}) AS found) AS "${kind}"`;
  });
  return `SELECT ${columns.join(',\n')}`;
}
