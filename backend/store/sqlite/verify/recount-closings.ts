import type { ReadableDb } from '#sqlite/open.ts';

interface ClosingRow {
  readonly accountId: string;
  readonly day: string;
  readonly endsAtMs: number;
  readonly debits: number;
  readonly credits: number;
}

interface Entry {
  readonly atMs: number;
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly amountMinor: number;
}

/**
 * Adds every account up from its transfers in the order of the books, and compares it with each
 * daily closing; the first day that differs, or null.
 */
export function recountClosings(db: ReadableDb): string | null {
  const sums = new Map<string, { debits: number; credits: number }>();
  const sumOf = (accountId: string): { debits: number; credits: number } => {
    const known = sums.get(accountId);
    if (known !== undefined) return known;
    const fresh = { debits: 0, credits: 0 };
    sums.set(accountId, fresh);
    return fresh;
  };
  const entries = entriesOf(db);
  let next = entries.next();
  for (const closing of closingsOf(db)) {
    while (next.done !== true && next.value.atMs < closing.endsAtMs) {
      const { debitAccountId, creditAccountId, amountMinor } = next.value;
      sumOf(debitAccountId).debits += amountMinor;
      sumOf(creditAccountId).credits += amountMinor;
      next = entries.next();
    }
    const { debits, credits } = sumOf(closing.accountId);
    if (debits === closing.debits && credits === closing.credits) continue;
    const found = `closed ${closing.day} at ${closing.debits}/${closing.credits}`;
    return `account ${closing.accountId} ${found}, its transfers say ${debits}/${credits}`;
  }
  return null;
}

function closingsOf(db: ReadableDb): readonly ClosingRow[] {
  return db
    .prepare<[], ClosingRow>(
      `SELECT account_id AS accountId, day, ends_at_ms AS endsAtMs, debits_minor AS debits,
        credits_minor AS credits
      FROM account_closing ORDER BY ends_at_ms, account_id`,
    )
    .all();
}

/** Posted transfers in the order of the books, a page at a time. */
function* entriesOf(db: ReadableDb): Generator<Entry> {
  const page = db.prepare<[number, string], Entry & { transferId: string }>(`
    SELECT at_ms AS atMs, transfer_id AS transferId, debit_account_id AS debitAccountId,
      credit_account_id AS creditAccountId, amount_minor AS amountMinor
    FROM transfer WHERE state = 'posted' AND (at_ms, transfer_id) > (?, ?)
    ORDER BY at_ms, transfer_id LIMIT 5000`);
  let last: { atMs: number; transferId: string } | undefined = { atMs: -1, transferId: '' };
  while (last !== undefined) {
    const rows: (Entry & { transferId: string })[] = page.all(last.atMs, last.transferId);
    yield* rows;
    last = rows.at(-1);
  }
}
