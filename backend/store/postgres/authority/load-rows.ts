import { PACK_COLUMNS } from '../../sql/packs.ts';
import {
  CARD_COLUMNS,
  CONTRACT_FACT_COLUMNS,
  GROUP_COLUMNS,
  LEASE_COLUMNS,
  PRODUCT_COLUMNS,
  REFUND_COLUMNS,
  SALE_ROW_COLUMNS,
  STATION_PLACE_COLUMNS,
  TRANSFER_COLUMNS,
  WORKSTATION_FACT_COLUMNS,
} from '../../sql/rows.ts';

/**
 * The keys that are looked for. As an array: a join with a list of unknown length would read the
 * whole table.
 */
const AMONG = (column: string): string => `${column} = ANY ($1::text[])`;

/** The same as a table of one column `key`, where a key is more than the value of a column. */
const WANTED = 'unnest($1::text[]) AS wanted (key)';

/** A key of several parts is a JSON list. */
const PART = (index: number, type = 'text'): string =>
  `CAST(CAST(key AS json) ->> ${index} AS ${type})`;

/** A part that is a list itself. */
const LIST = (index: number): string =>
  `ARRAY (SELECT json_array_elements_text(CAST(key AS json) -> ${index}))`;

/**
 * How each kind of row is found by its keys. `key` is what the decision asks by; the other columns
 * become the row.
 */
const LOADS = {
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
    SELECT key, ${LEASE_COLUMNS} FROM ${WANTED} JOIN lease
      ON workstation_id = ${PART(0)} AND contract_id = ${PART(1)}
      AND expires_at_ms > ${PART(2, 'bigint')} AND granted > spent + returned`,
  clientAccounts: `
    SELECT key, client_account.user_id AS userId, login FROM ${WANTED}
    JOIN client_account ON client_account.programme_id = ${PART(0)}
      AND client_account.client_id = ${PART(1)}
    JOIN user_account ON user_account.user_id = client_account.user_id`,
  logins: `
    SELECT login_folded AS key FROM user_account WHERE ${AMONG('login_folded')}`,
  returned: `SELECT return_id AS key FROM lease_return WHERE ${AMONG('return_id')}`,
  products: `
    SELECT product_id AS key, ${PRODUCT_COLUMNS} FROM product WHERE ${AMONG('product_id')}`,
  stations: `SELECT station_id AS key, ${STATION_PLACE_COLUMNS} FROM station WHERE ${AMONG('station_id')}`,
  prices: `
    SELECT key, price_minor_per_litre AS priceMinorPerLitre, currency
    FROM ${WANTED} CROSS JOIN LATERAL (
      SELECT price_minor_per_litre, currency FROM price
      WHERE station_id = ${PART(0)} AND product_id = ${PART(1)}
        AND from_ms <= ${PART(2, 'bigint')}
      ORDER BY from_ms DESC LIMIT 1) AS newest`,
  lastSales: `
    SELECT key, greatest(
      (SELECT authorized_at_ms FROM sale
        WHERE state = 'captured' AND card_id = ${PART(0)} AND sale_id <> ALL (${LIST(1)})
        ORDER BY authorized_at_ms DESC LIMIT 1),
      (SELECT max(authorized_at_ms) FROM sale
        WHERE state = 'held' AND card_id = ${PART(0)} AND sale_id <> ALL (${LIST(1)}))) AS atMs
    FROM ${WANTED}`,
  heldSales: `
    SELECT key, (SELECT string_agg(sale_id, ' ') FROM sale
      WHERE state = 'held' AND card_id = ${PART(0)} AND sale_id <> ALL (${LIST(1)})) AS saleIds
    FROM ${WANTED}`,
  homes: `
    SELECT key, station_id AS stationId
    FROM ${WANTED} CROSS JOIN LATERAL (
      SELECT station_id FROM card_visit WHERE card_id = key
      ORDER BY sale_count DESC, station_id LIMIT 1) AS most`,
  workstations: `
    SELECT workstation_id AS key, ${WORKSTATION_FACT_COLUMNS} FROM workstation
    WHERE ${AMONG('workstation_id')}`,
  assets: `SELECT asset_key AS key, body FROM asset WHERE ${AMONG('asset_key')}`,
  heads: `
    SELECT workstation_id AS key, head_seq AS seq, head_hash AS hash FROM workstation
    WHERE ${AMONG('workstation_id')}`,
  refunds: `SELECT refund_id AS key, ${REFUND_COLUMNS} FROM refund WHERE ${AMONG('refund_id')}`,
  transfers: `
    SELECT transfer_id AS key, ${TRANSFER_COLUMNS} FROM transfer
    WHERE ${AMONG('transfer_id')}`,
  stornos: `
    SELECT linked_id AS key FROM transfer
    WHERE kind = 'storno' AND ${AMONG('linked_id')}`,
  locks: `
    SELECT key, before_ms AS beforeMs
    FROM ${WANTED} CROSS JOIN LATERAL (
      SELECT before_ms FROM period_lock ORDER BY lock_number DESC LIMIT 1) AS newest`,
  closedDays: `
    SELECT key, newest AS beforeMs
    FROM ${WANTED} CROSS JOIN (SELECT max(before_ms) AS newest FROM closed_day) AS days
    WHERE newest IS NOT NULL`,
  declared: `
    SELECT key, declared_minor - coalesce(taken_minor, 0) AS leftMinor
    FROM ${WANTED} CROSS JOIN recovery LEFT JOIN recovery_taken ON contract_id = key
    WHERE ended_at_ms IS NULL`,
  holdOwners: `
    SELECT key, state,
      coalesce((SELECT at_ms FROM journal_line
        WHERE journal_line.workstation_id = workstation.workstation_id
        ORDER BY seq DESC LIMIT 1), 0) AS toldThroughMs,
      coalesce((SELECT CAST(CAST(body AS json) ->> 'authorizedAtMs' AS bigint) FROM journal_line
        WHERE journal_line.workstation_id = workstation.workstation_id
          AND kind = 'sale.held' AND status = 'applied' AND body LIKE '%"mode":"online"%'
        ORDER BY seq DESC LIMIT 1), 0) AS heldThroughMs,
      asked AS askedAtMs, knows AS knowsHold
    FROM ${WANTED} JOIN workstation ON workstation.workstation_id = ${PART(0)}
    CROSS JOIN LATERAL (
      SELECT max(at_ms) FILTER (WHERE kind = 'sale.asked') AS asked,
        coalesce(bool_or(kind = 'sale.held'), false) AS knows
      FROM journal_line
      WHERE journal_line.workstation_id = workstation.workstation_id
        AND kind IN ('sale.asked', 'sale.held') AND position(${PART(1)} IN body) > 0) AS told`,
  lines: `
    SELECT key, hash, status, code, remark FROM ${WANTED} JOIN journal_line
      ON workstation_id = ${PART(0)} AND seq = ${PART(1, 'bigint')}`,
} as const;

export type LoadKind = keyof typeof LOADS;

export const LOAD_KINDS = Object.keys(LOADS) as readonly LoadKind[];

/** What the rows of a kind are asked with: `$1` is the list of keys. */
export const LOAD_STATEMENTS = Object.fromEntries(
  LOAD_KINDS.map((kind) => [kind, LOADS[kind].replaceAll(/\bAS ([a-z]+[A-Z]\w*)/gu, 'AS "$1"')]),
) as Readonly<Record<LoadKind, string>>;
