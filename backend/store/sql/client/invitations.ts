import { z } from 'zod';
import { mailboxSpellings } from '#domain/client/contact.ts';
import { grants } from '#domain/identity/rights.ts';
import type { Invitation, InvitationStore } from '#service/invitation/invitation-rows.ts';
import type { InvitationChange } from '#service/people/changes/invitation-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { SqlDatabase, SqlWrite } from '../sql.ts';

type Row = Omit<Invitation, 'grants' | 'authority'> & {
  readonly grants: string;
  readonly authority: string | null;
};

const SELECT = `
  SELECT invitation_id AS invitationId, programme_id AS programmeId, client_id AS clientId, email,
    display_name AS displayName, language, grants, authority, token_hash AS tokenHash, state,
    invited_by AS invitedBy, sent_at_ms AS sentAtMs, expires_at_ms AS expiresAtMs,
    ended_at_ms AS endedAtMs, user_id AS userId, revision
  FROM invitation`;

const SQL = {
  byId: `${SELECT} WHERE invitation_id = @invitationId`,
  byToken: `${SELECT} WHERE token_hash = @tokenHash`,
  waiting: `${SELECT}
    WHERE programme_id = @programmeId AND email IN (@readable, @encoded) AND state = 'active'
    ORDER BY sent_at_ms DESC, invitation_id DESC LIMIT 1`,
  ofClient: `${SELECT} WHERE client_id = @clientId ORDER BY sent_at_ms DESC, invitation_id DESC`,
  add: `
    INSERT INTO invitation (invitation_id, programme_id, client_id, email, display_name, language,
      grants, authority, token_hash, state, invited_by, sent_at_ms, expires_at_ms, ended_at_ms,
      user_id, revision)
    VALUES (@invitationId, @programmeId, @clientId, @email, @displayName, @language, @grants,
      @authority, @tokenHash, @state, @invitedBy, @sentAtMs, @expiresAtMs, @endedAtMs, @userId, @revision)
    ON CONFLICT (invitation_id) DO NOTHING`,
  put: `
    UPDATE invitation SET token_hash = @tokenHash, state = @state, sent_at_ms = @sentAtMs,
      expires_at_ms = @expiresAtMs, ended_at_ms = @endedAtMs, user_id = @userId,
      revision = revision + 1
    WHERE invitation_id = @invitationId AND revision = @revision`,
  /** As much is written as to an invitation. */
  touch: `UPDATE password_request SET state = state WHERE request_id = @requestId`,
};

const grantList = z.array(z.enum(grants));
const authorityShape = z.strictObject({
  contractId: z.string(),
  title: z.string(),
  number: z.string(),
  fromOn: z.string(),
  untilOn: z.string().nullable(),
});

/** Invitations as they were sent, by letter and by client. */
export class SqlInvitationStore implements InvitationStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  async invitation(invitationId: string): Promise<Invitation | null> {
    return invitationFrom(await this.#db.get<Row>(SQL.byId, { invitationId }));
  }

  async invitationByToken(tokenHash: string): Promise<Invitation | null> {
    return invitationFrom(await this.#db.get<Row>(SQL.byToken, { tokenHash }));
  }

  async waitingInvitation(programmeId: string, email: string): Promise<Invitation | null> {
    const spellings = mailboxSpellings(email);
    return invitationFrom(await this.#db.get<Row>(SQL.waiting, { programmeId, ...spellings }));
  }

  async invitationsOf(clientId: string): Promise<readonly Invitation[]> {
    const rows = await this.#db.all<Row>(SQL.ofClient, { clientId });
    return rows.flatMap((row) => invitationFrom(row) ?? []);
  }
}

export async function applyInvitation(
  sql: SqlWrite,
  change: InvitationChange,
): Promise<CommitOutcome> {
  if (change.kind === 'invitation.renew') return renew(sql, change);
  return write(sql, change.kind === 'invitation.add' ? SQL.add : SQL.put, change.invitation);
}

async function renew(
  sql: SqlWrite,
  { invitation, requestId }: Extract<InvitationChange, { kind: 'invitation.renew' }>,
): Promise<CommitOutcome> {
  if (invitation !== null) return write(sql, SQL.put, invitation);
  await sql.run(SQL.touch, { requestId });
  return 'done';
}

async function write(sql: SqlWrite, text: string, invitation: Invitation): Promise<CommitOutcome> {
  const { authority } = invitation;
  const row = {
    ...invitation,
    grants: JSON.stringify(invitation.grants),
    authority: authority === null ? null : JSON.stringify(authority),
  };
  return (await sql.run(text, row)) === 1 ? 'done' : 'stale';
}

function invitationFrom(row: Row | undefined): Invitation | null {
  if (row === undefined) return null;
  const { authority } = row;
  return {
    ...row,
    grants: grantList.parse(JSON.parse(row.grants)),
    authority: authority === null ? null : authorityShape.parse(JSON.parse(authority)),
  };
}
