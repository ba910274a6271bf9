import { z } from 'zod';
import { mailboxSpellings } from '#domain/client/contact.ts';
import { claimFields, type ClaimField, type Claims } from '#domain/password-recovery/claims.ts';
import type { ContactKind } from '#domain/password-recovery/contact-change.ts';
import { identityChecks } from '#domain/password-recovery/recovery-case.ts';
import type { RecoveryKey } from '#domain/identity/programme.ts';
import type { MeantKey } from '#domain/password-recovery/recovery-key.ts';
import { accountKey } from '#domain/identity/login.ts';
import type { Page } from '#service/page-ports.ts';
import type {
  AccessStore,
  AskedChange,
  CaseQuestion,
  ContactChangesQuestion,
} from '#service/people/access-ports.ts';
import type {
  ContactChangeRow,
  PasswordCase,
  PasswordRequest,
} from '#service/people/access-rows.ts';
import type { Account } from '#service/people/people-rows.ts';
import type { SqlDatabase } from '../sql.ts';
import { accountById } from './accounts.ts';
import { IS_DECOY } from './access.ts';

const REQUEST = `
  SELECT request_id AS requestId, subject, key_hash AS keyHash, programme_id AS programmeId,
    user_id AS userId, purpose, secret_hash AS secretHash, message_id AS messageId, state,
    tries_used AS triesUsed,
    asked_at_ms AS askedAtMs, expires_at_ms AS expiresAtMs, case_id AS caseId
  FROM password_request`;

const CASE = `
  SELECT case_id AS caseId, kind, state, programme_id AS programmeId, user_id AS userId, claims,
    checks, new_email AS newEmail, station_id AS stationId, override_reason AS overrideReason,
    opened_by AS openedBy, opened_at_ms AS openedAtMs, decided_by AS decidedBy,
    decided_at_ms AS decidedAtMs, reason
  FROM password_case`;

const CHANGE = `
  SELECT change_id AS changeId, user_id AS userId, kind, value, state, awaits,
    old_secret_hash AS oldSecretHash, new_secret_hash AS newSecretHash, tries_used AS triesUsed,
    asked_at_ms AS askedAtMs, expires_at_ms AS expiresAtMs
  FROM contact_change`;

/** Whom a key means: a tax id is the client's, all else the account's own. */
const MEANT: Readonly<Record<RecoveryKey, string>> = {
  login: `user_account.login_folded IN (@value, @encoded)`,
  email: `user_account.email IN (@value, @encoded)`,
  phone: `user_account.phone = @value`,
  'tax-id': `client.tax_id = @value`,
};

const AFTER = `(opened_at_ms, case_id) >
      (SELECT opened_at_ms, case_id FROM password_case AS last WHERE last.case_id = @cursor)`;

const SQL = {
  meant: (kind: RecoveryKey) => `
    SELECT user_account.user_id AS userId
    FROM user_account LEFT JOIN client ON client.client_id = user_account.client_id
    WHERE user_account.programme_id = @programmeId AND ${MEANT[kind]} AND user_account.active = 1
      AND user_account.state IN ('active', 'locked')
    ORDER BY user_account.user_id LIMIT @limit`,
  askedSince: `
    SELECT asked_at_ms AS askedAtMs FROM password_request
    WHERE key_hash = @keyHash AND asked_at_ms > @sinceMs`,
  latest: `${REQUEST} WHERE key_hash = @keyHash ORDER BY asked_at_ms DESC, request_id DESC LIMIT 1`,
  bySecret: `${REQUEST} WHERE secret_hash = @secretHash`,
  open: `SELECT request_id FROM password_request WHERE subject = @subject AND state = 'open'`,
  triesSince: `
    SELECT CAST(coalesce(sum(tries_used), 0) AS BIGINT) AS tries FROM password_request
    WHERE subject = @subject AND asked_at_ms > @sinceMs`,
  sentSince: `
    SELECT CAST(count(*) AS BIGINT) AS sent FROM password_request
    WHERE subject = @subject AND asked_at_ms > @sinceMs`,
  stored: `
    SELECT user_account.email, user_account.phone, user_account.display_name AS personName,
      client.tax_id AS taxId, user_account.login
    FROM user_account LEFT JOIN client ON client.client_id = user_account.client_id
    WHERE user_account.user_id = @userId`,
  case: `${CASE} WHERE case_id = @caseId`,
  cases: ({ state, cursor }: CaseQuestion) => `${CASE}
    WHERE NOT (${IS_DECOY}) AND ${state === null ? '1 = 1' : 'state = @state'}
      AND ${cursor === null ? '1 = 1' : AFTER}
    ORDER BY opened_at_ms, case_id LIMIT @take`,
  change: `${CHANGE} WHERE user_id = @userId AND kind = @kind
    ORDER BY asked_at_ms DESC, change_id DESC LIMIT 1`,
  changesSince: `
    SELECT asked_at_ms AS askedAtMs, tries_used AS triesUsed FROM contact_change
    WHERE user_id = @userId AND kind = @kind AND asked_at_ms > @sinceMs`,
  changeBySecret: `${CHANGE} WHERE old_secret_hash = @secretHash OR new_secret_hash = @secretHash`,
  issued: `SELECT station_id AS stationId FROM issued_access WHERE user_id = @userId`,
  address: `SELECT address FROM postal_address WHERE user_id = @userId`,
};

interface CaseRow extends Omit<PasswordCase, 'claims' | 'checks'> {
  readonly claims: string;
  readonly checks: string;
}

interface ChangeRow extends Omit<ContactChangeRow, 'awaits'> {
  readonly awaits: string;
}

const claims = z.partialRecord(z.enum(claimFields), z.string());
const checks = z.array(z.enum(identityChecks));
const sides = z.array(z.enum(['old', 'new']));

/** Requests for a new password, cases and changes of contacts, as they are read. */
export class SqlAccessStore implements AccessStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  accountsByRecoveryKey(
    programmeId: string,
    key: MeantKey,
    limit: number,
  ): Promise<readonly Account[]> {
    const { readable, encoded } = mailboxSpellings(key.value);
    const sought = (value: string): string =>
      key.kind === 'login' ? accountKey(programmeId, value) : value;
    return this.#db.read(async (sql) => {
      const meant = await sql.all<{ userId: string }>(SQL.meant(key.kind), {
        programmeId,
        value: sought(readable),
        encoded: sought(encoded),
        limit,
      });
      const accounts = [];
      for (const { userId } of meant) {
        const account = await accountById(sql, userId);
        if (account !== null) accounts.push(account);
      }
      return accounts;
    });
  }

  async askedSince(keyHash: string, sinceMs: number): Promise<readonly number[]> {
    const rows = await this.#db.all<{ askedAtMs: number }>(SQL.askedSince, { keyHash, sinceMs });
    return rows.map((row) => row.askedAtMs);
  }

  async hasOpenRequest(subject: string): Promise<boolean> {
    return (await this.#db.get(SQL.open, { subject })) !== undefined;
  }

  async latestRequest(keyHash: string): Promise<PasswordRequest | null> {
    return (await this.#db.get<PasswordRequest>(SQL.latest, { keyHash })) ?? null;
  }

  async requestBySecretHash(secretHash: string): Promise<PasswordRequest | null> {
    return (await this.#db.get<PasswordRequest>(SQL.bySecret, { secretHash })) ?? null;
  }

  async triesSince(subject: string, sinceMs: number): Promise<number> {
    const row = await this.#db.get<{ tries: number }>(SQL.triesSince, { subject, sinceMs });
    return row?.tries ?? 0;
  }

  async sentSince(subject: string, sinceMs: number): Promise<number> {
    return (await this.#db.get<{ sent: number }>(SQL.sentSince, { subject, sinceMs }))?.sent ?? 0;
  }

  async storedClaims(userId: string): Promise<Claims> {
    const row = await this.#db.get<Record<ClaimField, string | null>>(SQL.stored, { userId });
    return Object.fromEntries(Object.entries(row ?? {}).filter(([, value]) => value !== null));
  }

  async passwordCase(caseId: string): Promise<PasswordCase | null> {
    const row = await this.#db.get<CaseRow>(SQL.case, { caseId });
    return row === undefined ? null : caseFrom(row);
  }

  async passwordCases(question: CaseQuestion): Promise<Page<PasswordCase>> {
    const { state, cursor, limit } = question;
    const found = await this.#db.all<CaseRow>(SQL.cases(question), {
      state,
      cursor,
      take: limit + 1,
    });
    const rows = found.slice(0, limit).map(caseFrom);
    return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.caseId ?? null) : null };
  }

  async latestContactChange(userId: string, kind: ContactKind): Promise<ContactChangeRow | null> {
    return changeFrom(await this.#db.get<ChangeRow>(SQL.change, { userId, kind }));
  }

  contactChangesSince(of: ContactChangesQuestion): Promise<readonly AskedChange[]> {
    return this.#db.all<AskedChange>(SQL.changesSince, of);
  }

  async contactChangeBySecretHash(secretHash: string): Promise<ContactChangeRow | null> {
    return changeFrom(await this.#db.get<ChangeRow>(SQL.changeBySecret, { secretHash }));
  }

  async issuedAtStation(userId: string): Promise<string | null> {
    return (await this.#db.get<{ stationId: string }>(SQL.issued, { userId }))?.stationId ?? null;
  }

  async postalAddress(userId: string): Promise<string | null> {
    return (await this.#db.get<{ address: string }>(SQL.address, { userId }))?.address ?? null;
  }
}

function caseFrom(row: CaseRow): PasswordCase {
  return {
    ...row,
    claims: claims.parse(JSON.parse(row.claims)),
    checks: checks.parse(JSON.parse(row.checks)),
  };
}

function changeFrom(row: ChangeRow | undefined): ContactChangeRow | null {
  return row === undefined ? null : { ...row, awaits: sides.parse(JSON.parse(row.awaits)) };
}
