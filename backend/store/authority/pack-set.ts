import { assert } from '#domain/assert.ts';
import {
  emptyPack,
  ownerKey,
  ownerOfAllowance,
  ownerOfLimit,
  type CounterLookup,
  type Pack,
} from '#domain/authority/pack.ts';
import type { LimitPlace } from '#domain/authority/facts.ts';
import type { KeptRules, OwnedKeptRules } from '#domain/card/planned-rules.ts';
import {
  limitIdOf,
  parseAllowanceKey,
  ZERO_COUNTERS,
  type AllowanceCounters,
} from '#domain/limit/allowance.ts';
import { limitShape } from '#domain/limit/limit-version.ts';
import type { Limit } from '#domain/limit/limit.ts';
import { windowByKey } from '#domain/time/window.ts';
import { archiveOld } from './archive.ts';
import type { StateDelta } from './state-delta.ts';
import type { StateSource } from './state-source.ts';

/** A pack that a batch changes. */
export interface OpenPack extends Pack {
  limits: readonly Limit[];
  rules: KeptRules | null;
  readonly counters: Map<string, AllowanceCounters>;
  archivedThroughMs: number | null;
  lastSaleAtMs: number | null;
}

/** IANA zone of a contract; undefined for one that is not known. */
type ZoneOf = (contractId: string) => string | undefined;

/** The packs of a batch, with their limits, rules and counters, and the windows that left them. */
export class PackSet {
  readonly #source: StateSource;
  readonly #zoneOf: ZoneOf;
  readonly #packs = new Map<string, OpenPack>();
  /** Owners of whose packs more than counters was changed. */
  readonly #rewritten = new Set<string>();
  readonly #archived = new Map<string, StateDelta['archived'][number]>();
  readonly #limitPlaces = new Map<string, LimitPlace>();
  /** Owners of the limits of packs that were looked at. */
  readonly #homes = new Map<string, string>();
  /** The limits of each owner of which that is known. */
  readonly #housed = new Map<string, readonly Limit[]>();

  constructor(source: StateSource, zoneOf: ZoneOf) {
    this.#source = source;
    this.#zoneOf = zoneOf;
  }

  get(owner: string): Pack | null {
    return this.#packs.get(owner) ?? this.#source.pack(owner);
  }

  /** The pack of an owner, for its counters to be moved; a new one where there is none yet. */
  open(owner: string, contractId: string): OpenPack {
    const open = this.#packs.get(owner);
    if (open !== undefined) return open;
    const stored = this.#source.pack(owner);
    if (stored === null) this.#rewritten.add(owner);
    const kept = stored ?? emptyPack(owner, contractId);
    const fresh: OpenPack = { ...kept, counters: new Map(kept.counters) };
    this.#packs.set(owner, fresh);
    return fresh;
  }

  /** The same, for anything in it to be changed. */
  #openToRewrite(owner: string, contractId: string): OpenPack {
    this.#rewritten.add(owner);
    return this.open(owner, contractId);
  }

  limitPlace(limitId: string): LimitPlace | null {
    return this.#limitPlaces.get(limitId) ?? this.#source.limitPlace(limitId);
  }

  putLimit(limit: Limit, contractId: string): void {
    const owner = ownerOfLimit(limit);
    const pack = this.#openToRewrite(owner, contractId);
    pack.limits = withLimit(pack.limits, limit);
    if (this.limitPlace(limit.limitId) !== null) return;
    const place = { ownerKey: owner, contractId, shape: limitShape(limit) };
    this.#limitPlaces.set(limit.limitId, place);
  }

  removeLimit(limitId: string): void {
    const place = this.limitPlace(limitId);
    assert(place !== null, 'a limit that is removed is known');
    const pack = this.#openToRewrite(place.ownerKey, place.contractId);
    pack.limits = pack.limits.filter((one) => one.limitId !== limitId);
  }

  putRules({ ownerKind, ownerId, rules }: OwnedKeptRules, contractId: string): void {
    this.#openToRewrite(ownerKey(ownerKind, ownerId), contractId).rules = rules;
  }

  /**
   * Counters as this batch has moved them. The limits of these packs are found without a search.
   */
  lookup(packs: readonly Pack[]): CounterLookup {
    for (const { ownerKey: owner, limits } of packs) {
      if (this.#housed.get(owner) === limits) continue;
      this.#housed.set(owner, limits);
      for (const { limitId } of limits) this.#homes.set(limitId, owner);
    }
    return { get: (allowanceKey) => this.#counters(allowanceKey) };
  }

  addCounters(allowanceKey: string, contractId: string, delta: AllowanceCounters): void {
    const owner = this.#ownerOf(allowanceKey);
    assert(owner !== null, 'an allowance that is counted has an owner');
    const pack = this.open(owner, contractId);
    const before = this.#countersOf(pack, allowanceKey) ?? ZERO_COUNTERS;
    pack.counters.set(allowanceKey, {
      captured: before.captured + delta.captured,
      held: before.held + delta.held,
      leased: before.leased + delta.leased,
    });
  }

  /**
   * All rows that the batch changed, without the windows that are long over.
   * @param nowMs the newest clock of the batch
   */
  rows(nowMs: number): Pick<StateDelta, 'packs' | 'countedPacks' | 'archived' | 'limitPlaces'> {
    const packs = [...this.#packs.values()];
    for (const pack of packs) this.#archiveOld(pack, nowMs);
    const isRewritten = ({ ownerKey: owner }: OpenPack): boolean => this.#rewritten.has(owner);
    return {
      packs: packs.filter(isRewritten),
      countedPacks: packs.filter((pack) => !isRewritten(pack)),
      archived: [...this.#archived.values()],
      limitPlaces: [...this.#limitPlaces].map(([limitId, place]) => ({ limitId, ...place })),
    };
  }

  #archiveOld(pack: OpenPack, nowMs: number): void {
    const zone = this.#zoneOf(pack.contractId);
    if (zone === undefined) return;
    const { contractId } = pack;
    for (const { allowanceKey, counters } of archiveOld(pack, { zone, nowMs })) {
      this.#archived.set(allowanceKey, { allowanceKey, contractId, counters });
      this.#rewritten.add(pack.ownerKey);
    }
  }

  #counters(allowanceKey: string): AllowanceCounters | undefined {
    const owner = this.#ownerOf(allowanceKey);
    const pack = owner === null ? null : this.get(owner);
    return pack === null ? undefined : this.#countersOf(pack, allowanceKey);
  }

  #countersOf(pack: Pack, allowanceKey: string): AllowanceCounters | undefined {
    const found = pack.counters.get(allowanceKey);
    if (found !== undefined || pack.archivedThroughMs === null) return found;
    const { windowKey } = parseAllowanceKey(allowanceKey);
    const zone = this.#zoneOf(pack.contractId);
    if (windowKey === null || zone === undefined) return undefined;
    const { endsAtMs } = windowByKey(windowKey, zone);
    // Only a window that was over when the archive was filled can lie there.
    if (endsAtMs === null || endsAtMs > pack.archivedThroughMs) return undefined;
    return this.#source.archived(allowanceKey) ?? undefined;
  }

  #ownerOf(allowanceKey: string): string | null {
    const limitId = limitIdOf(allowanceKey);
    if (limitId === null) return ownerOfAllowance(allowanceKey);
    return this.#homes.get(limitId) ?? this.limitPlace(limitId)?.ownerKey ?? null;
  }
}

/** The limits in the order of their ids, with this one in its place. */
function withLimit(limits: readonly Limit[], limit: Limit): readonly Limit[] {
  let from = 0;
  let to = limits.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((limits[middle]?.limitId ?? '') < limit.limitId) from = middle + 1;
    else to = middle;
  }
  const isThere = limits[from]?.limitId === limit.limitId;
  return isThere ? limits.with(from, limit) : limits.toSpliced(from, 0, limit);
}
