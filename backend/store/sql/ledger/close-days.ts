import { dayEnd, dayStart, localDate } from '#domain/time/local-date.ts';
import type { Sql, SqlDatabase, SqlWrite } from '../sql.ts';
import { zoneOfAccount } from './account-zone.ts';

interface Moved {
  readonly accountId: string;
  readonly debitsMinor: number;
  readonly creditsMinor: number;
}

/** What moved on each account of one zone. */
const MOVED = `
  SELECT account_id AS accountId, sum(debits) AS debitsMinor, sum(credits) AS creditsMinor FROM (
    SELECT debit_account_id AS account_id, amount_minor AS debits, 0 AS credits FROM transfer
    WHERE state = 'posted' AND at_ms >= @fromMs AND at_ms < @toMs
    UNION ALL
    SELECT credit_account_id, 0, amount_minor FROM transfer
    WHERE state = 'posted' AND at_ms >= @fromMs AND at_ms < @toMs) AS side
  GROUP BY account_id
  HAVING ${zoneOfAccount('account_id')} = @zone
  ORDER BY account_id`;

const SQL = {
  zones: `SELECT zone FROM station UNION SELECT zone FROM contract UNION SELECT 'UTC'`,
  first: `SELECT min(at_ms) AS atMs FROM transfer WHERE state = 'posted'`,
  closed: `SELECT before_ms AS beforeMs FROM closed_day WHERE zone = @zone`,
  last: `
    SELECT debits_minor AS debitsMinor, credits_minor AS creditsMinor FROM account_closing
    WHERE account_id = @accountId ORDER BY ends_at_ms DESC LIMIT 1`,
  close: `
    INSERT INTO closed_day (zone, before_ms) VALUES (@zone, @beforeMs)
    ON CONFLICT (zone) DO UPDATE SET before_ms = excluded.before_ms`,
};

/**
 * Writes the closing balance of every account that moved on a day that is over, day by day, each
 * day of a zone in a transaction of its own. A day without movement leaves no row: the closing
 * before it says the same. What is booked into a closed day later is added to its closings when
 * that happens, and a day that had none gets one then.
 * @returns the number of days that were closed
 */
export async function closeDays(db: SqlDatabase, nowMs: number): Promise<number> {
  const zones = await db.all<{ zone: string }>(SQL.zones);
  let closed = 0;
  for (const { zone } of zones) {
    const todayMs = dayStart(localDate(nowMs, zone), zone);
    for (;;) {
      const day = await nextOpenDay(db, zone);
      if (day === null || dayEnd(day, zone) > todayMs) break;
      await db.write((sql) => closeDay(sql, day, zone));
      closed += 1;
    }
  }
  return closed;
}

/** The first day that is not closed yet; null while nothing was ever booked. */
async function nextOpenDay(sql: Sql, zone: string): Promise<string | null> {
  const closed = await sql.get<{ beforeMs: number }>(SQL.closed, { zone });
  if (closed !== undefined) return localDate(closed.beforeMs, zone);
  const first = await sql.get<{ atMs: number | null }>(SQL.first);
  return first?.atMs == null ? null : localDate(first.atMs, zone);
}

async function closeDay(sql: SqlWrite, day: string, zone: string): Promise<void> {
  // A decision under way could book into this day behind our back.
  await sql.lock('books');
  const fromMs = dayStart(day, zone);
  const toMs = dayEnd(day, zone);
  const closed = await sql.get<{ beforeMs: number }>(SQL.closed, { zone });
  // Another backend was here first.
  if (closed !== undefined && closed.beforeMs >= toMs) return;
  const rows = [];
  for (const moved of await sql.all<Moved>(MOVED, { fromMs, toMs, zone })) {
    const { accountId } = moved;
    const last = await sql.get<Omit<Moved, 'accountId'>>(SQL.last, { accountId });
    rows.push({
      account_id: accountId,
      ends_at_ms: toMs,
      day,
      debits_minor: (last?.debitsMinor ?? 0) + moved.debitsMinor,
      credits_minor: (last?.creditsMinor ?? 0) + moved.creditsMinor,
    });
  }
  if (rows.length > 0) await sql.insertAll('account_closing', rows);
  await sql.run(SQL.close, { zone, beforeMs: toMs });
}
