import { contractAccountId } from '#domain/ledger/ledger.ts';
import type { RecentFill } from '#domain/sale/duplicate.ts';
import type * as r from '#protocol/records.ts';
import type { LedgerStore } from '#service/ledger-ports.ts';
import type { Page, PageQuestion } from '#service/page-ports.ts';
import type { SqlDatabase } from '../sql.ts';
import { closeDays } from './close-days.ts';

const SQL = {
  staleHolds: (ofClient: string) => `
    SELECT sale.sale_id AS saleId, sale.contract_id AS contractId, sale.card_id AS cardId,
      card.pan_masked AS panMasked, sale.station_id AS stationId, station.name AS stationName,
      sale.workstation_id AS workstationId, workstation.name AS workstationName,
      workstation.state AS workstationState, workstation.last_seen_at_ms AS lastSeenAtMs,
      sale.operator_id AS operatorId, sale.pump_number AS pumpNumber,
      sale.product_id AS productId, sale.authorized_at_ms AS authorizedAtMs,
      sale.hold_amount_minor AS holdAmountMinor, sale.hold_volume_ml AS holdVolumeMl,
      contract.currency
    FROM sale
    JOIN card ON card.card_id = sale.card_id
    JOIN contract ON contract.contract_id = sale.contract_id
    LEFT JOIN station ON station.station_id = sale.station_id
    LEFT JOIN workstation ON workstation.workstation_id = sale.workstation_id
    WHERE sale.state = 'held' AND sale.authorized_at_ms < @beforeMs
      AND (sale.authorized_at_ms, sale.sale_id) > (@atMs, @saleId) ${ofClient}
    ORDER BY sale.authorized_at_ms, sale.sale_id LIMIT @take`,
  recentFills: `
    SELECT sale_id AS saleId, station_id AS stationId, pump_number AS pumpNumber,
      volume_ml AS volumeMl, amount_minor AS amountMinor, authorized_at_ms AS authorizedAtMs
    FROM sale
    WHERE card_id = @cardId AND state = 'captured' AND booked_at_ms >= @sinceMs
    ORDER BY booked_at_ms DESC, sale_id DESC LIMIT 20`,
  zones: `SELECT zone FROM station UNION SELECT zone FROM contract`,
  locks: `
    SELECT lock_id AS lockId, through_date AS throughDate, before_ms AS beforeMs,
      user_id AS userId, reason, at_ms AS atMs
    FROM period_lock ORDER BY lock_number DESC LIMIT 500`,
  closings: `
    SELECT day, ends_at_ms AS endsAtMs, debits_minor AS debitsMinor,
      credits_minor AS creditsMinor, credits_minor - debits_minor AS balanceMinor
    FROM account_closing
    WHERE account_id = @accountId AND ends_at_ms < @beforeMs
    ORDER BY ends_at_ms DESC LIMIT @take`,
};

const CURSOR = /^(\d{1,15}):(.+)$/u;

/** The books as people look at them. */
export class SqlLedgerStore implements LedgerStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  async staleHolds({
    beforeMs,
    cursor,
    limit,
    clientId = null,
  }: PageQuestion & { readonly beforeMs: number }): Promise<Page<r.StaleHold>> {
    const [, atMs = '-1', saleId = ''] = CURSOR.exec(cursor ?? '') ?? [];
    const values = { beforeMs, atMs: Number(atMs), saleId, clientId, take: limit + 1 };
    const text = SQL.staleHolds(clientId === null ? '' : 'AND contract.client_id = @clientId');
    const found = await this.#db.all<r.StaleHold>(text, values);
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return {
      rows,
      nextCursor: last === undefined ? null : `${last.authorizedAtMs}:${last.saleId}`,
    };
  }

  recentFills(cardId: string, sinceMs: number): Promise<readonly RecentFill[]> {
    return this.#db.all<RecentFill>(SQL.recentFills, { cardId, sinceMs });
  }

  async zones(): Promise<readonly string[]> {
    const rows = await this.#db.all<{ zone: string }>(SQL.zones);
    return rows.map(({ zone }) => zone);
  }

  locks(): Promise<readonly r.PeriodLockRecord[]> {
    return this.#db.all<r.PeriodLockRecord>(SQL.locks);
  }

  async closings({
    contractId,
    cursor,
    limit,
  }: PageQuestion & { readonly contractId: string }): Promise<Page<r.ClosingRecord>> {
    const before = /^\d{1,15}$/u.test(cursor ?? '') ? Number(cursor) : Number.MAX_SAFE_INTEGER;
    const named = { accountId: contractAccountId(contractId), beforeMs: before, take: limit + 1 };
    const found = await this.#db.all<r.ClosingRecord>(SQL.closings, named);
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return { rows, nextCursor: last === undefined ? null : String(last.endsAtMs) };
  }

  closeDays(nowMs: number): Promise<number> {
    return closeDays(this.#db, nowMs);
  }
}
