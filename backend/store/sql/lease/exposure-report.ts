import type {
  ExposureEntryRecord,
  ExposureGroup,
  ExposureLeaseRecord,
  ExposureShareRecord,
} from '#protocol/records/exposure.ts';
import type { Page } from '#service/page-ports.ts';
import type { Sql } from '../sql.ts';

/**
 * Everything that is out: leases that may be spent, leases that ended and were not reported, and
 * what lost workstations had. What a workstation left over in a window that is over counts as
 * reported as soon as it was heard of after that window.
 */
const outOf = (leases: string, lost: string): string => `
  SELECT lease.workstation_id, lease.contract_id, lease.card_id, lease.measure,
    lease.allowance_key,
    lease.issued_at_ms, lease.expires_at_ms,
    CASE WHEN expires_at_ms > @atMs THEN granted - spent - returned ELSE 0 END AS leased,
    CASE WHEN expires_at_ms > @atMs THEN 0 ELSE granted - spent - returned END AS unreported,
    0 AS lost
  FROM lease JOIN workstation ON workstation.workstation_id = lease.workstation_id
  WHERE granted > spent + returned
    AND (expires_at_ms > @atMs OR coalesce(last_seen_at_ms, 0) < expires_at_ms) ${leases}
  UNION ALL
  SELECT lease.workstation_id, lease.contract_id, lease.card_id, lease.measure,
    lease.allowance_key, lease.issued_at_ms, lease.expires_at_ms, 0, 0, reach - spent
  FROM lost_lease JOIN lease ON lease.lease_id = lost_lease.lease_id
  WHERE reach > spent ${lost}`;

const OUT = outOf('', '');

/** From one contract at one workstation to another, both included. */
const betweenOf = (table: string): string => `
    AND (${table}.workstation_id, ${table}.contract_id) >= (@workstationId, @contractId)
    AND (${table}.workstation_id, ${table}.contract_id) <= (@toWorkstationId, @toContractId)`;
const OUT_BETWEEN = outOf(betweenOf('lease'), betweenOf('lost_lease'));

interface GroupSource {
  readonly id: string;
  readonly names: string;
  readonly join: string;
}

const GROUPS: Readonly<Record<ExposureGroup, GroupSource>> = {
  workstation: {
    id: 'workstation_id',
    names: `workstation.name AS title, station.name AS place,
      workstation.last_seen_at_ms AS lastSeenAtMs`,
    join: `JOIN workstation ON workstation.workstation_id = grouped.id
      JOIN station ON station.station_id = workstation.station_id`,
  },
  contract: {
    id: 'contract_id',
    names: 'contract.number AS title, client.name AS place, NULL AS lastSeenAtMs',
    join: `JOIN contract ON contract.contract_id = grouped.id
      JOIN client ON client.client_id = contract.client_id`,
  },
  card: {
    id: 'card_id',
    names: 'card.pan_masked AS title, contract.number AS place, NULL AS lastSeenAtMs',
    join: `JOIN card ON card.card_id = grouped.id
      JOIN contract ON contract.contract_id = card.contract_id`,
  },
};

function shareSql(group: ExposureGroup): string {
  const { id, names, join } = GROUPS[group];
  const sum = (column: string): string => `CAST(sum(${column}) AS BIGINT) AS ${column}`;
  return `
    SELECT grouped.id, grouped.measure, grouped.currency, ${names}, leased, unreported, lost,
      lease_count AS leaseCount, oldest_issued_at_ms AS oldestIssuedAtMs,
      last_expires_at_ms AS lastExpiresAtMs
    FROM (
      SELECT ${id} AS id, measure, currency, ${['leased', 'unreported', 'lost'].map(sum).join(', ')},
        count(*) AS lease_count, min(issued_at_ms) AS oldest_issued_at_ms,
        max(expires_at_ms) AS last_expires_at_ms
      FROM (SELECT out.*, money.currency FROM (${OUT}) AS out
        JOIN contract AS money ON money.contract_id = out.contract_id) AS priced
      WHERE ${id} IS NOT NULL
      GROUP BY 1, 2, 3
    ) AS grouped ${join}
    WHERE (grouped.id, grouped.measure, grouped.currency) > (@id, @measure, @currency)
    ORDER BY grouped.id, grouped.measure, grouped.currency LIMIT @take`;
}

const SHARES: Readonly<Record<ExposureGroup, string>> = {
  workstation: shareSql('workstation'),
  contract: shareSql('contract'),
  card: shareSql('card'),
};

/** What is out, by workstation, by contract or by card, with names. */
export async function exposureShares(
  sql: Sql,
  question: { group: ExposureGroup; cursor: string | null; limit: number; atMs: number },
): Promise<Page<ExposureShareRecord>> {
  const { group, cursor, limit, atMs } = question;
  const [id = '', measure = '', currency = ''] = cursor?.split('|') ?? [];
  const values = { atMs, id, measure, currency, take: limit + 1 };
  const found = await sql.all<ExposureShareRecord>(SHARES[group], values);
  return pageOf(found, limit, (row) => `${row.id}|${row.measure}|${row.currency}`);
}

/** An asset is an owner by itself; limits of a card or a contract are one line of their owner. */
export const LINES = `
  SELECT workstation.name AS workstationName, station.name AS stationName,
    workstation.last_seen_at_ms AS lastSeenAtMs, client.name AS clientName,
    contract.number AS contractNumber, contract.currency, kind, grouped.measure,
    coalesce(card.pan_masked, substr(asset, prefix_length + 1)) AS title,
    grouped.workstation_id AS workstationId, grouped.contract_id AS contractId,
    owner_card AS cardId, asset,
    leased, unreported, lost, until_ms AS untilMs
  FROM (
    SELECT workstation_id, contract_id, owner_card, kind, asset, prefix_length, measure,
      ${['leased', 'unreported', 'lost'].map((one) => `CAST(sum(${one}) AS BIGINT) AS ${one}`).join(', ')},
      max(expires_at_ms) AS until_ms
    FROM (SELECT out.*, coalesce(card_id, '') AS owner_card,
        CASE WHEN allowance_key LIKE 'money/%' THEN 'money'
          WHEN allowance_key LIKE 'points/%' THEN 'points'
          WHEN allowance_key LIKE 'voucher/%' THEN 'voucher' ELSE 'limit' END AS kind,
        CASE WHEN allowance_key LIKE 'points/%' OR allowance_key LIKE 'voucher/%'
          THEN allowance_key ELSE '' END AS asset,
        CASE WHEN allowance_key LIKE 'points/%' THEN 7
          WHEN allowance_key LIKE 'voucher/%' THEN 8 ELSE 0 END AS prefix_length
      FROM (${OUT_BETWEEN}) AS out) AS named
    GROUP BY 1, 2, 3, 4, 5, 6, 7
  ) AS grouped
  JOIN workstation ON workstation.workstation_id = grouped.workstation_id
  JOIN station ON station.station_id = workstation.station_id
  JOIN contract ON contract.contract_id = grouped.contract_id
  JOIN client ON client.client_id = contract.client_id
  LEFT JOIN card ON card.card_id = owner_card
  WHERE (grouped.workstation_id, grouped.contract_id, owner_card, kind, asset, grouped.measure) >
    (@workstationId, @contractId, @cardId, @kind, @asset, @measure)
  ORDER BY grouped.workstation_id, grouped.contract_id, owner_card, kind, asset, grouped.measure
  LIMIT @take`;

interface LineRow extends Omit<ExposureLeaseRecord, 'lineId'> {
  readonly workstationId: string;
  readonly contractId: string;
  readonly cardId: string;
  readonly asset: string;
}

/** Where a page may end: so many leases on, at the end of a contract at a workstation. */
export const STRETCH = `
  SELECT workstation_id AS toWorkstationId, contract_id AS toContractId FROM (
    SELECT workstation_id, contract_id FROM lease
    WHERE granted > spent + returned
      AND (workstation_id, contract_id) >= (@workstationId, @contractId)
    UNION ALL
    SELECT workstation_id, contract_id FROM lost_lease
    WHERE (workstation_id, contract_id) >= (@workstationId, @contractId)
  ) AS out
  ORDER BY workstation_id, contract_id LIMIT 1 OFFSET @leases`;

interface Stretch {
  readonly toWorkstationId: string;
  readonly toContractId: string;
}

/** Beyond every key, by a sign that none has (`protocol/shapes.ts`). */
const BEYOND = '~';
/** At the end of a key: behind it, and before every other one; no key has a sign so low. */
const BEHIND = '!';
const TO_THE_END: Stretch = { toWorkstationId: BEYOND, toContractId: BEYOND };
/** A line is mostly a contract's money or a card's limit, of some leases each. */
const LEASES_PER_LINE = 2;

/**
 * What is out, line by line, in the order of workstations. A page reads only the leases of its
 * stretch, in the order of an index, so that all pages together read each once; it may have fewer
 * lines than asked for, or none, where more follow.
 */
export async function exposureLines(
  sql: Sql,
  { cursor, limit, atMs }: { cursor: string | null; limit: number; atMs: number },
): Promise<Page<ExposureLeaseRecord>> {
  const [workstationId = '', contractId = '', cardId = '', kind = '', asset = '', measure = ''] =
    cursor?.split('|') ?? [];
  const start = { workstationId, contractId };
  const leases = limit * LEASES_PER_LINE;
  const end = await sql.get<Stretch>(STRETCH, { ...start, leases });
  const from = { ...start, cardId, kind, asset, measure, ...(end ?? TO_THE_END) };
  const found = await sql.all<LineRow>(LINES, { ...from, atMs, take: limit + 1 });
  const lines = found.map((row) => {
    const { workstationId: place, contractId: contract, cardId: card, asset: thing, ...line } = row;
    return { ...line, lineId: [place, contract, card, row.kind, thing, row.measure].join('|') };
  });
  if (lines.length > limit || end === undefined) return pageOf(lines, limit, (row) => row.lineId);
  // One contract may have more leases here than a stretch: the next page begins behind it.
  return { rows: lines, nextCursor: `${end.toWorkstationId}|${end.toContractId}${BEHIND}` };
}

const NAMES = `
  named.contract_id AS contractId, contract.number AS contractNumber, client.name AS clientName,
  named.allowance_key AS allowanceKey, named.measure, contract.currency, named.quantity,
  named.sale_id AS saleId, card.pan_masked AS panMasked, workstation.name AS workstationName,
  station.name AS stationName`;

const ENTRIES = `
  SELECT entry_id AS entryId, kind, named.at_ms AS atMs, ${NAMES}
  FROM (
    SELECT exposure_id AS entry_id, 'excess' AS kind, at_ms, contract_id, allowance_key, measure,
      quantity, sale_id, workstation_id, NULL AS card_id
    FROM exposure
    UNION ALL
    SELECT 'lost/' || lost_lease.lease_id, 'lost', at_ms, lost_lease.contract_id,
      lost_lease.allowance_key, lost_lease.measure, quantity, NULL, lost_lease.workstation_id,
      lease.card_id
    FROM lost_lease JOIN lease ON lease.lease_id = lost_lease.lease_id
  ) AS named
  JOIN contract ON contract.contract_id = named.contract_id
  JOIN client ON client.client_id = contract.client_id
  LEFT JOIN sale ON sale.sale_id = named.sale_id
  LEFT JOIN card ON card.card_id = coalesce(named.card_id, sale.card_id)
  LEFT JOIN workstation ON workstation.workstation_id = named.workstation_id
  LEFT JOIN station ON station.station_id = workstation.station_id
  WHERE (named.at_ms, named.entry_id) < (@atMs, @entryId)
  ORDER BY named.at_ms DESC, named.entry_id DESC LIMIT @take`;

/** Beyond every instant and every id. */
const NEWEST = { atMs: 8_640_000_000_001, entryId: '' };

/** Every excess that was ever named, and every lease of a lost workstation, the newest first. */
export async function exposureEntries(
  sql: Sql,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<Page<ExposureEntryRecord>> {
  const [atMs = '', ...entryId] = cursor?.split('|') ?? [];
  const from = cursor === null ? NEWEST : { atMs: Number(atMs), entryId: entryId.join('|') };
  const found = await sql.all<ExposureEntryRecord>(ENTRIES, { ...from, take: limit + 1 });
  return pageOf(found, limit, (row) => `${row.atMs}|${row.entryId}`);
}

function pageOf<Row>(found: readonly Row[], limit: number, at: (row: Row) => string): Page<Row> {
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, nextCursor: last === undefined ? null : at(last) };
}
