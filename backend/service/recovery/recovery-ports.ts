/** Why a backend takes itself for restored from a backup (architecture §8). */
export type RecoveryReason = 'told' | 'mark' | 'head';

/** A backend that does not know yet what was lost with the time after its backup. */
export interface RecoveryFacts {
  readonly sinceMs: number;
  readonly reason: RecoveryReason;
  /** Workstations that have neither reported nor been declared lost. */
  readonly awaitedIds: readonly string[];
  /** What may be authorized per contract meanwhile, in minor units: exposure that was declared. */
  readonly declaredMinor: number;
}

export interface RecoveryStore {
  /** Null when nothing is recovered. */
  recovery(): Promise<RecoveryFacts | null>;
  /** A new epoch begins, and every workstation that is not lost is awaited (again). */
  beginRecovery(begin: {
    readonly epoch: string;
    readonly reason: RecoveryReason;
    readonly atMs: number;
  }): Promise<void>;
  /** With the last one that was awaited the recovery is over. */
  noLongerAwaited(workstationId: string): Promise<void>;
  /** False when nothing is recovered. */
  declareExposure(amountMinor: number): Promise<boolean>;
  /**
   * Takes an amount of what was declared for a contract; false when not so much is left of it, or
   * nothing is recovered.
   */
  takeDeclared(contractId: string, amountMinor: number): Promise<boolean>;
  /** How often this database was opened and closed; the mark beside the file says the same. */
  mark(): Promise<number>;
  putMark(mark: number): Promise<void>;
}
