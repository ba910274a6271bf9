import { amountOf } from '#domain/money/money.ts';
import type { Quantity } from '#domain/limit/measure.ts';
import { LEASE_LIFE_MS, leasedHere, LEASE_SKEW_MS, type HeldLease } from '#domain/lease/lease.ts';
import { limitAllowanceKey, moneyAllowanceKey } from '#domain/limit/allowance.ts';
import { nextWindow, windowAt } from '#domain/time/window.ts';
import { cardsSeenSince } from '../cache/card-notes.ts';
import { keptRead } from '../cache/kept-reads.ts';
import { allRecords, record } from '../cache/registers.ts';
import { prepared } from '#sqlite/statements.ts';
import type { Core } from '../core.ts';
import { knownLimits } from '../sale/desk.ts';
import { capturedOn, cardsSoldSince } from '../sale/fill-store.ts';
import { cardGrant, leasesOn } from './lease-store.ts';

/** A workstation is to last this many usual fills of a card without the link. */
const FILLS_AHEAD = 3;
/**
 * No card is expected to take less: its last fill may have been a canister, the next one is a car.
 */
const USUAL_FILL_ML = 60_000;
/** Of what was sold on a contract so far: there may be more to come. */
const TOGETHER_PERCENT = 150;
const SOLD_WITHIN_MS = 30 * 24 * 3_600_000;
const SHOWN_WITHIN_MS = 24 * 3_600_000;
/** So long before its end a lease is exchanged for one that lives longer. */
export const RENEW_BEFORE_MS = 24 * 3_600_000;
/** The backend gave what it could; asking sooner would not make it more. */
const ASK_AGAIN_AFTER_MS = 5 * 60_000;

/** Cards that may come again with the link down: sold here lately, or shown here today. */
export function demandedCards(core: Core, atMs: number): readonly string[] {
  const sold = cardsSoldSince(core.journal.db, atMs - SOLD_WITHIN_MS);
  const shown = cardsSeenSince(core.cache.db, atMs - SHOWN_WITHIN_MS);
  return [...new Set([...sold, ...shown])];
}

/** What three usual fills of the card need; the largest of its last ones is taken for usual. */
export function wantedFor(core: Core, cardId: string, atMs: number): Quantity {
  const sales = capturedOn(core.journal.db, cardId, atMs - SOLD_WITHIN_MS);
  const volumeMl = Math.max(...sales.map((sale) => sale.volumeMl), USUAL_FILL_ML);
  const amountMinor = Math.max(
    ...sales.map((sale) => sale.amountMinor),
    amountOf(dearestHere(core), USUAL_FILL_ML),
  );
  return {
    amountMinor: amountMinor * FILLS_AHEAD,
    volumeMl: volumeMl * FILLS_AHEAD,
    count: FILLS_AHEAD,
  };
}

/**
 * What all cards of each contract may take here while a lease lives: what they took in as long a
 * time until now, and half as much again. A contract that sold nothing is not in it.
 */
export function wantedByContract(core: Core, atMs: number): ReadonlyMap<string, Quantity> {
  const sold = core.journal.db
    .prepare<[number], { contractId: string } & Quantity>(
      `SELECT sale ->> '$.contractId' AS contractId, sum(sale ->> '$.amountMinor') AS amountMinor,
         sum(sale ->> '$.volumeMl') AS volumeMl, count(*) AS count
       FROM fill WHERE state IN ('captured', 'reversed') AND at_ms >= ? AND state = 'captured' GROUP BY 1`,
    )
    .all(atMs - LEASE_LIFE_MS);
  const more = (quantity: number): number => Math.ceil((quantity * TOGETHER_PERCENT) / 100);
  return new Map(
    sold.map(({ contractId, amountMinor, volumeMl, count }) => [
      contractId,
      { amountMinor: more(amountMinor), volumeMl: more(volumeMl), count: more(count) },
    ]),
  );
}

function dearestHere(core: Core): number {
  return keptRead(core.cache.db, 'dearest price', () =>
    allRecords(core.cache.db, 'price')
      .filter((price) => price.stationId === core.identity.stationId)
      .reduce((dearest, price) => Math.max(dearest, price.priceMinorPerLitre), 0),
  );
}

/**
 * Whether leases for the card should be asked for now: none yet, less than half left, ending, or no
 * next window.
 */
export function grantDue(core: Core, cardId: string, atMs: number): boolean {
  // First what costs least: every round asks this about hundreds of cards.
  const lastAskedMs = lastAsked(core, cardId);
  if (lastAskedMs !== null && atMs - lastAskedMs < ASK_AGAIN_AFTER_MS) return false;
  const card = record(core.cache.db, 'card', cardId);
  if (card === null || card.state !== 'active' || card.offlinePolicy === 'never') return false;
  const grant = cardGrant(core.journal.db, cardId);
  if (grant === null) return true;
  const contract = record(core.cache.db, 'contract', card.contractId);
  if (contract === null) return false;
  // A limit that was seen since then needs a lease as well: without it nothing is sold offline.
  const limits = knownLimits(core, cardId) ?? grant.limits;
  const current = limits.map((limit) => windowAt(limit.period, atMs, contract.zone));
  const keys = limits.map((limit, index) =>
    limitAllowanceKey(limit.limitId, current[index]?.key ?? ''),
  );
  const moneyKey = moneyAllowanceKey(contract.contractId);
  const upcoming = limits.flatMap((limit, index) => {
    const window = current[index];
    const next = window === undefined ? null : nextWindow(window, limit.period, contract.zone);
    const soon = next !== null && next.startsAtMs - atMs <= RENEW_BEFORE_MS;
    return soon ? [limitAllowanceKey(limit.limitId, next.key)] : [];
  });
  const leases = leasesOn(core.journal.db, [...keys, moneyKey, ...upcoming]);
  const short = [...keys, moneyKey].some((key) => lessThanHalf(leases, key, atMs));
  return short || upcoming.some((key) => !leases.some((lease) => lease.allowanceKey === key));
}

function lastAsked(core: Core, cardId: string): number | null {
  const row = prepared<[string], { at: number }>(
    core.journal.db,
    'SELECT asked_at_ms AS at FROM grant_question WHERE card_id = ? AND answered = 1',
  ).get(cardId);
  return row?.at ?? null;
}

function lessThanHalf(leases: readonly HeldLease[], key: string, atMs: number): boolean {
  const granted = leases
    .filter((lease) => lease.allowanceKey === key && lease.expiresAtMs - LEASE_SKEW_MS > atMs)
    .reduce((sum, lease) => sum + lease.granted, 0);
  return granted === 0 || leasedHere(leases, key, atMs) * 2 < granted;
}
