import { STAFF_OFFLINE_DAYS } from '#domain/identity/offline-term.ts';
import type { SignInErrors } from '#domain/identity/attempts.ts';
import type * as r from '#protocol/records.ts';
import type { SessionRow } from '#service/people/people-rows.ts';
import type { IdentityStore, NetworkFacts, NewNetwork, UserWithPassword } from '#service/ports.ts';
import type { WorkstationRow } from '#service/workstation/workstation-row.ts';
import { addAuditEntry } from '../audit-trail.ts';
import { putStation } from '../register/station-writer.ts';
import type { Sql, SqlDatabase } from '../sql.ts';
import * as people from './people.ts';
import * as sessions from './sessions.ts';
import * as workstations from './workstations.ts';

interface NetworkRow {
  readonly networkId: string;
  readonly networkName: string;
  readonly demonstration: 0 | 1;
  readonly epoch: string;
  readonly keyId: string;
  readonly signingPrivateKey: string;
  readonly signingPublicKey: string;
  readonly panKey: string;
  readonly pinKey: string;
}

const SQL = {
  network: `
    SELECT network_id AS networkId, name AS networkName, demonstration, epoch, key_id AS keyId,
      signing_private_key AS signingPrivateKey, signing_public_key AS signingPublicKey,
      pan_key AS panKey, pin_key AS pinKey
    FROM network`,
  staffTerm: `SELECT staff_offline_days AS days FROM network`,
  create: `
    INSERT INTO network (id, network_id, name, demonstration, epoch, key_id, signing_private_key,
      signing_public_key, pan_key, pin_key)
    VALUES (1, @networkId, @networkName, @demonstration, @epoch, @keyId, @signingPrivateKey,
      @signingPublicKey, @panKey, @pinKey)`,
};

/** The network itself, who may come in, and by which machine. */
export class SqlIdentityStore implements IdentityStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  changes(): number | null {
    return this.#db.changes();
  }

  async network(): Promise<NetworkFacts | null> {
    const row = await networkRow(this.#db);
    if (row === undefined) return null;
    const { networkId, networkName, demonstration, epoch, ...keys } = row;
    return { networkId, networkName, demonstration: demonstration === 1, epoch, keys };
  }

  async staffOfflineDays(): Promise<number> {
    const row = await this.#db.get<{ readonly days: number }>(SQL.staffTerm, {});
    return row?.days ?? STAFF_OFFLINE_DAYS;
  }

  createNetwork({ facts, station, administrator, told }: NewNetwork): Promise<boolean> {
    return this.#db.write(async (sql) => {
      await sql.lock('network');
      if ((await networkRow(sql)) !== undefined) return false;
      const { keys, networkId, networkName, epoch } = facts;
      const demonstration = facts.demonstration ? 1 : 0;
      await sql.run(SQL.create, { networkId, networkName, epoch, demonstration, ...keys });
      await putStation(sql, { ...station, chain: null, segment: null });
      await people.addUser(sql, administrator);
      if (told !== undefined) await addAuditEntry(sql, told.entry, told.atMs);
      return true;
    });
  }

  userByLogin(login: string): Promise<UserWithPassword | null> {
    return people.userByLogin(this.#db, login);
  }

  userById(userId: string): Promise<UserWithPassword | null> {
    return people.userById(this.#db, userId);
  }

  users(): Promise<readonly r.UserRecord[]> {
    return people.allUsers(this.#db);
  }

  addUser(user: UserWithPassword): Promise<boolean> {
    return this.#db.write((sql) => people.addUser(sql, user));
  }

  signInErrors(login: string): Promise<SignInErrors> {
    return people.signInErrors(this.#db, login);
  }

  async putSignInErrors(
    accountKey: string,
    errors: SignInErrors | null,
    isKept = false,
  ): Promise<void> {
    await this.#db.write((sql) => people.putSignInErrors(sql, { accountKey, errors, isKept }));
  }

  addSession(session: SessionRow): Promise<void> {
    return this.#db.write((sql) => sessions.addSession(sql, session));
  }

  sessionByTokenHash(tokenHash: string): Promise<SessionRow | null> {
    return sessions.sessionByTokenHash(this.#db, tokenHash);
  }

  sessionsOf(userId: string): Promise<readonly SessionRow[]> {
    return sessions.sessionsOf(this.#db, userId);
  }

  workstation(workstationId: string): Promise<WorkstationRow | null> {
    return workstations.workstationById(this.#db, workstationId);
  }

  workstationByAccessHash(accessHash: string): Promise<WorkstationRow | null> {
    return workstations.workstationByAccessHash(this.#db, accessHash);
  }

  workstations(): Promise<readonly r.WorkstationRecord[]> {
    return workstations.allWorkstations(this.#db);
  }

  putWorkstationTokens(
    workstationId: string,
    tokens: workstations.WorkstationTokens,
  ): Promise<void> {
    return this.#db.write((sql) => workstations.putTokens(sql, workstationId, tokens));
  }
}

function networkRow(sql: Sql): Promise<NetworkRow | undefined> {
  return sql.get<NetworkRow>(SQL.network);
}
