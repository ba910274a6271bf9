import type { AuditEntry, JsonObject } from '#domain/audit/audit-entry.ts';
import { briefValues } from '#domain/audit/brief-values.ts';
import type { PriceRecord } from '#protocol/records.ts';
import type { OfficeChange } from '#service/people/changes/office-change.ts';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import { recoveryRound } from '../identity/recovery-store.ts';
import { limitTemplateById } from '../register/limit-registers.ts';
import type { Sql } from '../sql.ts';
import { isOfficeChange } from './office-changes.ts';

const SQL = {
  price: `
    SELECT product_id AS productId, price_minor_per_litre AS priceMinorPerLitre, currency,
      from_ms AS fromMs
    FROM price
    WHERE station_id = @stationId AND product_id = @productId AND from_ms <= @fromMs
    ORDER BY from_ms DESC LIMIT 1`,
  place: `
    SELECT region_id AS regionId, partner_id AS partnerId FROM station
    WHERE station_id = @stationId`,
  pin: `
    SELECT CASE WHEN pin_verifier IS NULL THEN 'none' ELSE 'set' END AS cardPin,
      pin_tries_used AS triesUsed
    FROM card WHERE card_id = @cardId`,
  joined: `
    SELECT station_id AS stationId, name, state FROM workstation
    WHERE workstation_id = @workstationId`,
  workstation: `SELECT name, state FROM workstation WHERE workstation_id = @workstationId`,
};

/**
 * What the office changes of a work change, as it stands now: read before them and after them, in
 * their transaction, it is what the audit trail tells (rule G8). Null where nothing stands.
 */
export async function standing(
  sql: Sql,
  changes: readonly PeopleChange[],
): Promise<JsonObject | null> {
  let fields: JsonObject | null = null;
  for (const change of changes) {
    const own = isOfficeChange(change) ? await standingOf(sql, change) : undefined;
    if (own !== undefined && own !== null) fields = Object.assign({}, fields, own);
  }
  return fields && briefValues(fields);
}

/** An entry with both sides of what was changed; what was asked stays beside what came of it. */
export function withSides(
  entry: AuditEntry,
  before: JsonObject | null,
  after: JsonObject | null,
): AuditEntry {
  if (before === null && after === null) return entry;
  return { ...entry, before, after: Object.assign({}, entry.after, after) };
}

function standingOf(sql: Sql, change: OfficeChange): Promise<JsonObject | null | undefined> {
  switch (change.kind) {
    case 'price.put':
      return priceAt(sql, change.price);
    case 'station.place':
      return sql.get<JsonObject>(SQL.place, change.place);
    case 'limit-template.put':
      return templateOf(sql, change.template.templateId);
    case 'limit-template.remove':
      return templateOf(sql, change.templateId);
    case 'card-pin.set':
      return sql.get<JsonObject>(SQL.pin, change);
    case 'workstation.add': {
      const { workstationId } = change.workstation;
      return sql.get<JsonObject>(SQL.joined, { workstationId });
    }
    case 'workstation.stop':
      return sql.get<JsonObject>(SQL.workstation, change);
    case 'recovery.declare':
    case 'recovery.finish':
      return roundOf(sql);
    case 'enrolment-code.add':
      return Promise.resolve(null);
  }
}

/** The price that is in force at the moment from which another one is. */
function priceAt(sql: Sql, price: PriceRecord): Promise<JsonObject | undefined> {
  return sql.get<JsonObject>(SQL.price, price);
}

async function templateOf(sql: Sql, templateId: string): Promise<JsonObject | null> {
  const template = await limitTemplateById(sql, templateId);
  return template && { template };
}

async function roundOf(sql: Sql): Promise<JsonObject | null> {
  const round = await recoveryRound(sql);
  return round === undefined ? null : { ...round };
}
