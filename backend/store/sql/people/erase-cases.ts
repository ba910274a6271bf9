import { z } from 'zod';
import type { SqlWrite } from '../sql.ts';

// Cases that wait for staff to find which of several accounts is meant: they are nobody's yet, and
// name him by what he typed.

const ACCOUNT = `
  SELECT programme_id AS programmeId, login, email, phone FROM user_account
  WHERE user_id = @userId`;

const NOBODYS_CASES = `
  SELECT case_id AS caseId, claims FROM password_case
  WHERE programme_id = @programmeId AND user_id IS NULL AND claims <> '{}'`;

/** Whoever has the same contact still waits to be found. */
const OTHERS = `
  SELECT count(*) AS count FROM user_account WHERE programme_id = @programmeId
    AND user_id <> @userId AND (login = @value OR email = @value OR phone = @value)`;

const FORGET = `
  UPDATE password_case SET claims = '{}', decided_at_ms = coalesce(decided_at_ms, @atMs),
    state = CASE WHEN state = 'waiting' THEN 'rejected' ELSE state END
  WHERE case_id = @caseId`;

const claims = z.record(z.string(), z.string());

interface Known {
  readonly programmeId: string | null;
  readonly login: string;
  readonly email: string | null;
  readonly phone: string | null;
}

/**
 * Ends and empties the cases that name a person and nobody else who is left. To be called
 * while the account knows who he is.
 */
export async function forgetNobodysCases(
  sql: SqlWrite,
  { userId, atMs }: { readonly userId: string; readonly atMs: number },
): Promise<void> {
  const account = await sql.get<Known>(ACCOUNT, { userId });
  if (account === undefined || account.programmeId === null) return;
  const { programmeId, login, email, phone } = account;
  const his: ReadonlySet<string | null> = new Set([login, email, phone]);
  const cases = await sql.all<{ caseId: string; claims: string }>(NOBODYS_CASES, { programmeId });
  for (const { caseId, claims: kept } of cases) {
    const value = Object.values(claims.parse(JSON.parse(kept))).find((said) => his.has(said));
    if (value === undefined) continue;
    const others = await sql.get<{ count: number }>(OTHERS, { programmeId, userId, value });
    if (others?.count === 0) await sql.run(FORGET, { caseId, atMs });
  }
}
