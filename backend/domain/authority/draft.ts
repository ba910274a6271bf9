import {
  moneyAllowance,
  parseAllowanceKey,
  used,
  ZERO_COUNTERS,
  type Allowance,
  type AllowanceCounters,
} from '../limit/allowance.ts';
import { outstanding, type LeaseAccount } from '../lease/lease.ts';
import type { Facts } from './facts.ts';
import { assetAllowance } from './allowances.ts';
import type { Change, CounterChange } from './change.ts';
import { exposureOf, type ExposureCause } from './exposure.ts';

type Delta = Partial<AllowanceCounters>;

/**
 * Collects the changes of one decision. Counters are summed per allowance, and at the end every
 * allowance that was pushed further above its amount gets an exposure that names by how much.
 */
export class Draft {
  readonly #facts: Facts;
  readonly #contractId: string;
  readonly #changes: Change[] = [];
  readonly #deltas = new Map<string, AllowanceCounters>();
  readonly #leases = new Map<string, LeaseAccount>();
  readonly #returnIds = new Set<string>();

  constructor(facts: Facts, contractId: string) {
    this.#facts = facts;
    this.#contractId = contractId;
  }

  push(change: Change): void {
    this.#changes.push(change);
  }

  /** A lease as it stands with this draft. */
  lease(leaseId: string): LeaseAccount | undefined {
    const known = (candidate: LeaseAccount): boolean => candidate.leaseId === leaseId;
    return this.#leases.get(leaseId) ?? this.#facts.leases.find(known);
  }

  /**
   * Keeps a lease, and counts as leased what it leaves now less what it left before. What a lost
   * workstation has left is never counted as leased again.
   */
  putLease(lease: LeaseAccount): void {
    const { granted, spent, returned } = lease;
    const after = isLost(lease, this.#facts)
      ? { ...lease, returned: Math.max(returned, granted - spent) }
      : lease;
    const before = this.lease(after.leaseId);
    const left = before === undefined ? 0 : outstanding(before);
    this.count(after.allowanceKey, { leased: outstanding(after) - left });
    this.#leases.set(after.leaseId, after);
  }

  /** True the first time that a return is named, here or ever before. */
  takesReturn(returnId: string): boolean {
    if (this.#facts.bookedReturnIds.has(returnId) || this.#returnIds.has(returnId)) return false;
    this.#returnIds.add(returnId);
    return true;
  }

  /** Adds to the counters of an allowance, in its unit. */
  count(allowanceKey: string, delta: Delta): void {
    const sum = this.#deltas.get(allowanceKey) ?? ZERO_COUNTERS;
    this.#deltas.set(allowanceKey, add(sum, delta));
  }

  /** The counters of an allowance as they stand with this draft. */
  counters(allowanceKey: string): AllowanceCounters {
    const stored = this.#facts.counters.get(allowanceKey) ?? ZERO_COUNTERS;
    return add(stored, this.#deltas.get(allowanceKey) ?? ZERO_COUNTERS);
  }

  /** The facts with the counters that this draft has moved so far. */
  factsSoFar(): Facts {
    if (this.#deltas.size === 0) return this.#facts;
    return { ...this.#facts, counters: { get: (key) => this.counters(key) } };
  }

  /** All changes, without naming an excess: for decisions that only pass what is free. */
  changes(): readonly Change[] {
    const counterChanges = [...this.#deltas]
      .filter(([, d]) => d.captured !== 0 || d.held !== 0 || d.leased !== 0)
      .map(([allowanceKey, delta]): CounterChange => {
        return {
          kind: 'counters.add',
          allowanceKey,
          contractId: this.#contractId,
          ...delta,
        };
      });
    const leaseChanges = [...this.#leases.values()].map((lease): Change => {
      return { kind: 'lease.put', lease };
    });
    return [...counterChanges, ...leaseChanges, ...this.#changes];
  }

  /** All changes, with an exposure for each allowance whose excess grew. */
  changesWithExposure(cause: ExposureCause): readonly Change[] {
    // Where a lease turns into a hold, as much is used as before: nothing can have grown.
    const grown = [...this.#deltas].filter(([, delta]) => used(delta) > 0);
    const exposures = grown.flatMap(([key]) => this.#exposure(key, cause));
    return [...this.changes(), ...exposures];
  }

  #exposure(allowanceKey: string, cause: ExposureCause): Change[] {
    const before = this.#allowance(allowanceKey, this.#facts.counters.get(allowanceKey));
    const after = this.#allowance(allowanceKey, this.counters(allowanceKey));
    return after === null ? [] : exposureOf({ before, after }, this.#contractId, cause);
  }

  #allowance(key: string, counters: AllowanceCounters = ZERO_COUNTERS): Allowance | null {
    const { limitId, pointsAccountId, voucherId } = parseAllowanceKey(key);
    const { contract, limits } = this.#facts;
    if (pointsAccountId !== null || voucherId !== null) {
      return assetAllowance({ look: this.#facts.look, counters: { get: () => counters } }, key);
    }
    if (limitId === null) return contract && moneyAllowance({ ...contract, counters });
    const limit = limits.find((candidate) => candidate.limitId === limitId);
    if (limit === undefined) return null;
    return {
      key,
      measure: limit.measure,
      limit,
      window: null,
      amount: limit.amount,
      counters,
    };
  }
}

/** Whether the workstation of a lease is lost: the one that asks, or the one of the hold. */
function isLost({ workstationId }: LeaseAccount, { workstation, holdOwner, sale }: Facts): boolean {
  if (holdOwner?.state === 'lost' && sale?.workstationId === workstationId) return true;
  return workstation?.state === 'lost' && workstation.workstationId === workstationId;
}

function add(a: AllowanceCounters, b: Delta): AllowanceCounters {
  return {
    captured: a.captured + (b.captured ?? 0),
    held: a.held + (b.held ?? 0),
    leased: a.leased + (b.leased ?? 0),
  };
}
