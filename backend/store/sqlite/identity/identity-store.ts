import type * as r from '#protocol/records.ts';
import type { WorkstationState } from '#domain/authority/facts.ts';
import { loginKey } from '#domain/identity/login.ts';
import type {
  IdentityStore,
  NetworkFacts,
  NewNetwork,
  SessionRow,
  SignInErrors,
  UserWithPassword,
  WorkstationRow,
} from '#service/ports.ts';
import type { NetworkWriter } from '../network-writer.ts';
import { StationWriter } from '../register/station-writer.ts';
import { People } from './people.ts';
import { Sessions } from './sessions.ts';
import { Workstations } from './workstations.ts';

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

/** The network itself, who may come in, and by which machine. */
export class SqliteIdentityStore implements IdentityStore {
  readonly #writer: NetworkWriter;
  readonly #people: People;
  readonly #sessions: Sessions;
  readonly #workstations: Workstations;
  readonly #stations: StationWriter;
  readonly #network;

  constructor(writer: NetworkWriter) {
    this.#writer = writer;
    this.#people = new People(writer.db);
    this.#sessions = new Sessions(writer.db);
    this.#workstations = new Workstations(writer);
    this.#stations = new StationWriter(writer);
    this.#network = writer.db.prepare<[], NetworkRow>(`
      SELECT network_id AS networkId, name AS networkName, demonstration, epoch, key_id AS keyId,
        signing_private_key AS signingPrivateKey, signing_public_key AS signingPublicKey,
        pan_key AS panKey, pin_key AS pinKey
      FROM network`);
  }

  async network(): Promise<NetworkFacts | null> {
    const row = this.#network.get();
    if (row === undefined) return null;
    const { networkId, networkName, demonstration, epoch, ...keys } = row;
    return { networkId, networkName, demonstration: demonstration === 1, epoch, keys };
  }

  async createNetwork({ facts, station, administrator }: NewNetwork): Promise<boolean> {
    return this.#writer.transaction(() => {
      if (this.#network.get() !== undefined) return false;
      const { keys, networkId, networkName, epoch } = facts;
      const demonstration = facts.demonstration ? 1 : 0;
      this.#writer.db
        .prepare(
          `INSERT INTO network VALUES (1, @networkId, @networkName, @demonstration, @epoch,
            @keyId, @signingPrivateKey, @signingPublicKey, @panKey, @pinKey)`,
        )
        .run({ networkId, networkName, epoch, demonstration, ...keys });
      this.#stations.put({ ...station, chain: null, segment: null });
      this.#people.add(administrator);
      return true;
    });
  }

  async userByLogin(login: string): Promise<UserWithPassword | null> {
    return this.#people.byLogin(loginKey(login));
  }

  async userById(userId: string): Promise<UserWithPassword | null> {
    return this.#people.byId(userId);
  }

  async users(): Promise<readonly r.UserRecord[]> {
    return this.#people.all();
  }

  async addUser(user: UserWithPassword): Promise<boolean> {
    return this.#writer.transaction(() => this.#people.add(user));
  }

  async signInErrors(login: string): Promise<SignInErrors> {
    return this.#people.errors(loginKey(login));
  }

  async putSignInErrors(login: string, errors: SignInErrors | null): Promise<void> {
    this.#writer.transaction(() => this.#people.putErrors(loginKey(login), errors));
  }

  async addSession(session: SessionRow): Promise<void> {
    this.#writer.transaction(() => this.#sessions.add(session));
  }

  async sessionByTokenHash(tokenHash: string): Promise<SessionRow | null> {
    return this.#sessions.byTokenHash(tokenHash);
  }

  async sessionsOf(userId: string): Promise<readonly SessionRow[]> {
    return this.#sessions.of(userId);
  }

  async removeSession(sessionId: string): Promise<void> {
    this.#writer.transaction(() => this.#sessions.remove(sessionId));
  }

  async addEnrolmentCode(code: {
    codeHash: string;
    stationId: string;
    expiresAtMs: number;
  }): Promise<void> {
    this.#writer.transaction(() => this.#workstations.addCode(code));
  }

  async takeEnrolmentCode(codeHash: string, nowMs: number): Promise<{ stationId: string } | null> {
    return this.#writer.transaction(() => this.#workstations.takeCode(codeHash, nowMs));
  }

  async addWorkstation(workstation: WorkstationRow): Promise<void> {
    this.#writer.transaction(() => this.#workstations.add(workstation));
  }

  async workstation(workstationId: string): Promise<WorkstationRow | null> {
    return this.#workstations.byId(workstationId);
  }

  async workstationByAccessHash(accessHash: string): Promise<WorkstationRow | null> {
    return this.#workstations.byAccessHash(accessHash);
  }

  async workstations(): Promise<readonly r.WorkstationRecord[]> {
    return this.#workstations.all();
  }

  async putWorkstationTokens(
    workstationId: string,
    tokens: Pick<WorkstationRow, 'refreshHashes' | 'accessHash' | 'accessExpiresAtMs'> & {
      lastSeenAtMs: number;
    },
  ): Promise<void> {
    this.#writer.transaction(() => this.#workstations.putTokens(workstationId, tokens));
  }

  async setWorkstationState(workstationId: string, state: WorkstationState): Promise<boolean> {
    return this.#writer.transaction(() => this.#workstations.setState(workstationId, state));
  }
}
