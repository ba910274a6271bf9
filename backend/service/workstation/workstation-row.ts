import type { WorkstationState } from '#domain/authority/facts.ts';
import type { ChainHead } from '#domain/journal/head.ts';

/** A workstation as it is kept. */
export interface WorkstationRow {
  readonly workstationId: string;
  readonly stationId: string;
  readonly name: string;
  readonly state: WorkstationState;
  /** Ed25519 SPKI DER, base64. */
  readonly publicKey: string;
  readonly enrolledAtMs: number;
  readonly lastSeenAtMs: number | null;
  readonly head: ChainHead;
  /**
   * SHA-256 of the refresh token in force and of the one before it: the answer with the new one may
   * be lost.
   */
  readonly refreshHashes: readonly string[];
  readonly accessHash: string | null;
  readonly accessExpiresAtMs: number;
}
