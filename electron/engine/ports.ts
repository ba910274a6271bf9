import type { Result } from '#domain/result.ts';
import type { databaseNames } from '#protocol/processes.ts';
import type { RouteAnswer, RouteId, RouteInput } from '#protocol/routes.ts';

/**
 * What the engine needs from outside. Adapters are made in entry.ts; tests and the simulator make
 * their own.
 */

export interface Clock {
  /** Wall clock, epoch ms: may be wrong, may be set back. */
  nowMs(): number;
  /** Never goes back while the process lives; its zero means nothing. */
  monotonicMs(): number;
  /** Lets so much time pass; ends early, without a word, when the signal says so. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Ids {
  /** UUIDv7 of this clock. */
  uuid(): string;
}

/** Who asks: tokens travel in headers, never in a body or a URL. */
export interface CallAuth {
  /** Bearer token: the workstation's, or the one-time set-up token. */
  readonly bearer?: string;
  /** The session of the person at the workstation. */
  readonly session?: string;
}

/** The input of a request whose JSON text lies ready: it is sent as it is, and read by nobody. */
export class WrittenInput {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }

  toJSON(): unknown {
    return JSON.parse(this.json);
  }
}

/**
 * One request to the backend. Refusals of the backend come back as they are. LINK_DOWN: no answer
 * came, and whether the request was carried out is unknown. INTERNAL: an answer came that says
 * nothing usable.
 */
export interface BackendClient {
  call<K extends RouteId>(
    routeId: K,
    input: RouteInput<K> | WrittenInput,
    auth: CallAuth,
  ): Promise<Result<RouteAnswer<K>>>;
  /**
   * The bytes of a snapshot from one on, as they come; ends early when the line is cut or `signal`
   * says so, which the reader sees from their number. Absent where snapshots are not brought.
   */
  download?(
    snapshotId: string,
    fromByte: number,
    options: { readonly auth: CallAuth; readonly signal: AbortSignal },
  ): Promise<Result<AsyncIterable<Uint8Array>>>;
}

/** Thrown by a vault that cannot answer: whoever asked gives up what he was at, and says so. */
export class VaultRefusal extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`the key store refused: ${code}`);
    this.code = code;
  }
}

/** The key store, seen from the engine: the requests of `vaultRequest` as calls. */
export interface Vault {
  databaseKey(name: (typeof databaseNames)[number]): Promise<string>;
  /** Ed25519, SPKI DER, base64. */
  publicKey(): Promise<string>;
  /** Ed25519 over the UTF-8 bytes of the text, base64. */
  sign(text: string): Promise<string>;
  /** Null before enrolment. */
  refreshToken(): Promise<string | null>;
  keepRefreshToken(token: string): Promise<void>;
  leaseGeneration(): Promise<number>;
  keepLeaseGeneration(generation: number): Promise<void>;
}

/** Slow on purpose, therefore not synchronous; the simulator gives a quick one. */
export interface SecretHash {
  /** PHC text. */
  hash(secret: string): Promise<string>;
  verify(phc: string, secret: string): Promise<boolean>;
}

/** Where faults are told; never a secret, a PIN or a full card number (I9). */
export interface Log {
  info(facts: LogFacts, message: string): void;
  warn(facts: LogFacts, message: string): void;
  error(facts: LogFacts, message: string): void;
}

export type LogFacts = Readonly<Record<string, unknown>>;
