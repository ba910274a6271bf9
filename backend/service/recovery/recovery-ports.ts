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

/** How far a workstation has come in a recovery. */
export type RecoveryStanding = 'awaited' | 'reported' | 'lost';

/** What a workstation brought of the time that the backup has not. */
export interface RecoveryReport {
  readonly workstationId: string;
  readonly workstationName: string;
  readonly stationName: string;
  readonly standing: RecoveryStanding;
  readonly lastSeenAtMs: number | null;
  /** Lines of its journal, fills among them, and what was refused and needs a person. */
  readonly lineCount: number;
  readonly fillCount: number;
  readonly refusedCount: number;
  /** Of when the first and the last of the lines are; null when it brought none. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

/** A recovery as the office sees it, also when it is over, until somebody has finished it. */
export interface RecoveryRound {
  readonly sinceMs: number;
  readonly reason: RecoveryReason;
  readonly declaredMinor: number;
  /** When the last one that was awaited had reported or was declared lost. */
  readonly endedAtMs: number | null;
  readonly workstations: readonly RecoveryReport[];
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
  noLongerAwaited(workstationId: string, atMs: number): Promise<void>;
  /** The recovery that runs, or the last one when nobody has finished it. */
  round(): Promise<RecoveryRound | null>;
  /** How often this database was opened and closed; the mark beside the file says the same. */
  mark(): Promise<number>;
  putMark(mark: number): Promise<void>;
}
