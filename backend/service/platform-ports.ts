import type { NetworkKeys } from './ports.ts';

// What the use cases need of the platform; ports.ts has what they need of the stores.

/**
 * Hashes and signatures. Texts are UTF-8, keys and results as said; nothing throws on foreign
 * input.
 */
export interface Digests {
  /** Lower-case hex. */
  sha256(text: string): string;
  /** HMAC-SHA-256 under the bytes that `keyHex` stands for; lower-case hex. */
  hmac(keyHex: string, text: string): string;
  /** Ed25519 under a PKCS #8 DER key in base64; the signature in base64. */
  sign(privateKey: string, text: string): string;
  /** False also when key or signature are not of their form. `publicKey`: SPKI DER in base64. */
  verify(publicKey: string, text: string, signature: string): boolean;
  isPublicKey(publicKey: string): boolean;
  newKeys(): NetworkKeys;
}

/**
 * argon2id in PHC form, a bounded number at a time: guessing must not become a denial of service.
 */
export interface PasswordHasher {
  hash(text: string): Promise<string>;
  verify(phc: string, text: string): Promise<boolean>;
  /** True when a hash was made under other parameters than those of today. */
  isOutdated(phc: string): boolean;
}

/**
 * Lets work that is already waiting go first, so that requests which arrive together share a
 * commit.
 */
export interface Turns {
  next(): Promise<void>;
}

/** Waits of bounded length; no decision depends on how long one really took. */
export interface Pauses {
  after(ms: number): Pause;
}

export interface Pause {
  /** Resolves when the time is over; never after `end`. */
  readonly over: Promise<void>;
  end(): void;
}

/** Where what went wrong by itself is written for whoever looks after the machine. */
export interface FaultLog {
  error(facts: object, message: string): void;
}

/** Who did what and how it ended (rule G8); never a secret, a PIN or a card number. */
export interface AuditLog {
  note(event: AuditEvent): void;
}

export interface AuditEvent {
  readonly event: string;
  readonly userId: string | null;
  readonly workstationId: string | null;
  readonly subjectId: string | null;
  /** Null when it was accepted. */
  readonly code: string | null;
}
