import type { Change, Decision } from '#domain/authority/change.ts';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import type { decide } from '#domain/authority/decide.ts';
import type { Facts } from '#domain/authority/facts.ts';
import type { AllowanceCounters } from '#domain/limit/allowance.ts';
import type { DecidingStore, Ids, Stores } from '#service/ports.ts';
import type { WritableDb } from '#sqlite/open.ts';
import type { Invariant } from '../checker/evidence.ts';

/** A fault that was built in on purpose, through ports alone; the checker has to name it. */
export interface Fault {
  readonly name: string;
  /** What the checker must say. */
  readonly invariant: Invariant;
  readonly what: string;
  /** A seed that is known to catch it. */
  readonly seed: number;
  readonly plant: () => PlantedFault;
}

/** Where a fault may sit. Each run has its own. */
export interface PlantedFault {
  /** Stands between the use cases and the store that decides. */
  readonly deciding?: (store: DecidingStore, ids: Ids) => DecidingStore;
  /** Stands between the use cases and what they read. */
  readonly stores?: (stores: Stores) => Stores;
  /** Makes the ids of sales otherwise. */
  readonly saleId?: (fresh: string) => string;
  /** Touches what a dead engine, or a dead backend, left in its folder. */
  readonly afterDeath?: (folder: string) => void;
  readonly afterBackendDeath?: (folder: string) => void;
  /** Touches the journal of a workstation after a hold from leases. */
  readonly afterOfflineHold?: (journal: WritableDb, saleId: string) => void;
  /** The same after a redemption from a lease. */
  readonly afterOfflineRedemption?: (journal: WritableDb, redemptionId: string) => void;
  /** The same after a fill that the office reserved by telephone, by its challenge. */
  readonly afterVoice?: (journal: WritableDb, counter: number) => void;
  /** The key store tells no generation of leases, and no head file is left beside a copy. */
  readonly forgetsGeneration?: boolean;
}

export type Decide = typeof decide;
export type Twist = (command: AuthorityCommand, facts: Facts, decideOne: Decide) => Decision;

/** A store whose decisions are twisted. */
export function twisted(twist: Twist): PlantedFault {
  return {
    deciding: (store) => ({
      ...store,
      commitBatch: (requests, decideOne) =>
        store.commitBatch(requests, (command, facts) => twist(command, facts, decideOne)),
    }),
  };
}

type Kinds = readonly AuthorityCommand['kind'][];

/** A store that leaves out or adds to what decisions of one kind change. */
export function rewritten(
  kinds: Kinds,
  rewrite: (changes: readonly Change[], facts: Facts) => readonly Change[],
): PlantedFault {
  return twisted((command, facts, decideOne) => {
    const decision = decideOne(command, facts);
    if (!kinds.includes(command.kind)) return decision;
    return { ...decision, changes: rewrite(decision.changes, facts) };
  });
}

/** A store that tells decisions of one kind something else than what is there. */
export function misled(kinds: Kinds, mislead: (facts: Facts) => Facts): PlantedFault {
  return twisted((command, facts, decideOne) => {
    return decideOne(command, kinds.includes(command.kind) ? mislead(facts) : facts);
  });
}

/** Another id, always the same one of the same id. */
export function twinOf(id: string): string {
  return id.replace(/^.{8}/u, 'ffffffff');
}

/** A journal in which every lease that is alive has as much left as it was granted. */
export function leasesMadeWhole(journal: WritableDb): void {
  journal.exec(`UPDATE lease_left SET lefts = (
    SELECT json_group_object(lease_id, granted) FROM lease_granted
    WHERE lease_granted.owner_key = lease_left.owner_key AND dead = 0)`);
}

/** The facts with counters that are told otherwise. */
export function recounted(
  facts: Facts,
  tell: (key: string, counted: AllowanceCounters) => AllowanceCounters,
): Facts {
  const get = (key: string): AllowanceCounters | undefined => {
    const counted = facts.counters.get(key);
    return counted === undefined ? undefined : tell(key, counted);
  };
  return { ...facts, counters: { get } };
}
