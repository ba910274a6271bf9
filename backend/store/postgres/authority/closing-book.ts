import type pg from 'pg';
import { dayEnd, localDate } from '#domain/time/local-date.ts';
import type { StateDelta } from '../../authority/state-delta.ts';
import { zoneOfAccount } from '../../sql/ledger/account-zone.ts';

interface LateSide {
  readonly account_id: string;
  readonly at_ms: number;
  readonly debits: number;
  readonly credits: number;
}

const CLOSED_OF = `
  SELECT late.account_id AS "accountId", zone, before_ms AS "beforeMs"
  FROM (SELECT DISTINCT value AS account_id FROM json_array_elements_text($1::json)) AS late
  JOIN closed_day ON zone = ${zoneOfAccount('late.account_id')}`;

const BEGIN = `
  INSERT INTO account_closing (account_id, ends_at_ms, day, debits_minor, credits_minor)
  SELECT late.account_id, late.ends_at_ms, late.day, coalesce(max(debits_minor), 0),
    coalesce(max(credits_minor), 0)
  FROM json_to_recordset($1::json) AS late (account_id text, ends_at_ms bigint, day text)
  LEFT JOIN account_closing AS before
    ON before.account_id = late.account_id AND before.ends_at_ms < late.ends_at_ms
  GROUP BY late.account_id, late.ends_at_ms, late.day
  ON CONFLICT (account_id, ends_at_ms) DO NOTHING`;

const ADD = `
  UPDATE account_closing SET debits_minor = account_closing.debits_minor + added.debits,
    credits_minor = account_closing.credits_minor + added.credits
  FROM (
    SELECT closing.account_id, closing.ends_at_ms, sum(debits) AS debits, sum(credits) AS credits
    FROM account_closing AS closing
    JOIN json_to_recordset($1::json)
      AS late (account_id text, at_ms bigint, debits bigint, credits bigint)
      ON late.account_id = closing.account_id AND closing.ends_at_ms > late.at_ms
    GROUP BY closing.account_id, closing.ends_at_ms) AS added
  WHERE account_closing.account_id = added.account_id
    AND account_closing.ends_at_ms = added.ends_at_ms`;

/**
 * Keeps daily closings true, as the ClosingBook of SQLite does: what is booked into a day that is
 * closed already is added to the closings after it, and a closed day on which the account had not
 * moved gets its closing.
 * @param closedBeforeMs the end of the newest closed day of any zone: nothing is done after it
 */
export async function bookIntoClosings(
  client: pg.ClientBase,
  { transfers }: StateDelta,
  closedBeforeMs: number,
): Promise<void> {
  const late = transfers.flatMap(({ transfer }): LateSide[] => {
    const { state, atMs: at_ms, debitAccountId, creditAccountId, amountMinor } = transfer;
    if (state !== 'posted' || at_ms >= closedBeforeMs) return [];
    return [
      { account_id: debitAccountId, at_ms, debits: amountMinor, credits: 0 },
      { account_id: creditAccountId, at_ms, debits: 0, credits: amountMinor },
    ];
  });
  if (late.length === 0) return;
  await haveClosings(client, late);
  await client.query(ADD, [JSON.stringify(late)]);
}

/** The closings of those days, where they are over for the account, as the ones before them say. */
async function haveClosings(client: pg.ClientBase, late: readonly LateSide[]): Promise<void> {
  const accountIds = JSON.stringify(late.map(({ account_id }) => account_id));
  const { rows } = await client.query<{ accountId: string; zone: string; beforeMs: number }>(
    CLOSED_OF,
    [accountIds],
  );
  const closed = new Map(rows.map((row) => [row.accountId, row]));
  const days = late.flatMap(({ account_id, at_ms }) => {
    const own = closed.get(account_id);
    if (own === undefined || at_ms >= own.beforeMs) return [];
    const day = localDate(at_ms, own.zone);
    return [{ account_id, day, ends_at_ms: dayEnd(day, own.zone) }];
  });
  if (days.length > 0) await client.query(BEGIN, [JSON.stringify(days)]);
}
