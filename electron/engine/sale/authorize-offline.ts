import { assert } from '#domain/assert.ts';
import { toleranceMl } from '#domain/contract/terms.ts';
import { longestPause, type OwnedRules } from '#domain/card/purchase-rules.ts';
import { LEASE_LIFE_MS, spendable, takeFromLeases } from '#domain/lease/lease.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import {
  counts,
  decideAuthorize,
  type AuthorizeQuestion,
  type Hold,
  type PinCheck,
} from '#domain/sale/authorize.ts';
import type { AllowanceNeed } from '#domain/sale/limit-alert.ts';
import { onlyAlerts } from '#domain/sale/passable.ts';
import { NOT_CAPTURED, type Sale, type SalePart } from '#domain/sale/sale.ts';
import { linesFor } from '#domain/sale/tariff.ts';
import { placeOf } from '#domain/station/station.ts';
import type { RemainderRecord } from '#protocol/records.ts';
import type { Core } from '../core.ts';
import { tellGeneration } from '../lease/generation.ts';
import { leaseFault } from '../lease/lease-fault.ts';
import { cardGrant, takeShares } from '../lease/lease-store.ts';
import {
  knownTerms,
  leasedAllowances,
  paperOf,
  remaindersOf,
  type DeskFacts,
  type LeasedAllowances,
} from './desk.ts';
import { lastFillAtMs, openFillOnPump, putFill, type FillRow } from './fill-store.ts';
import { checkPinOffline } from './pin-offline.ts';
import type { FillQuestion, Operator } from './question.ts';

const SHORT: ReadonlySet<string> = new Set(['LEASE_REQUIRED', 'LEASE_EXCEEDED']);

export interface OfflineAttempt {
  readonly question: FillQuestion;
  /** The id that the window asked under; the sale's own may be another. */
  readonly askedId: string;
  readonly facts: DeskFacts;
  readonly operator: Operator;
}

/**
 * Decides a fill from the leases of this workstation alone: the same rules as the authority's, with
 * what is leased here as the free part (architecture §7). Lease down, journal line, on the disk;
 * only then the pump. Refused as `decideAuthorize` refuses, and with LEASE_REQUIRED (an allowance
 * that counts has no lease here), LEASE_EXCEEDED (with the remainder), LEASE_NOT_ALLOWED,
 * LEASES_KILLED, CLOCK_UNTRUSTED, PUMP_BUSY or DISK_FULL.
 */
export async function authorizeOffline(
  core: Core,
  attempt: OfflineAttempt,
): Promise<Result<FillRow>> {
  // Everything but the PIN first: a fill that cannot be sold costs no PIN try.
  const sellable = decide(core, attempt, 'right');
  if (!sellable.ok && !SHORT.has(sellable.code)) return sellable;
  const fault = leaseFault(core);
  if (fault !== null) return fault;
  const { card } = attempt.facts;
  // Nothing has waited since the decision, so nothing has moved.
  if (!card.pinRequired) return hold(core, attempt, sellable);
  const pin = await checkPinOffline(core, card, attempt.question.pin);
  if (!pin.ok) return pin;
  // Leases may have moved while the PIN was checked.
  return hold(core, attempt, decide(core, attempt, pin.value));
}

/** Lease down, line and fill, in one durable transaction; before it nothing may be pumped. */
function hold(core: Core, attempt: OfflineAttempt, decided: Result<Decided>): Result<FillRow> {
  const { pumpNumber } = attempt.question;
  if (openFillOnPump(core.journal.db, pumpNumber) !== null) {
    return refuse('PUMP_BUSY', { pumpNumber });
  }
  if (!decided.ok) return decided;
  const { takes, remainders, atMs } = decided.value;
  const sale = offlineSale(core, attempt, decided.value);
  const { facts, operator, askedId } = attempt;
  const paper = paperOf(core, { facts, operatorName: operator.displayName, remainders });
  const written = core.journal.write({ atMs, space: 'hold' }, (writing) => {
    takeShares(
      writing,
      takes.flatMap((take) => take.shares),
    );
    const lastSeq = writing.append('sale.held', heldBody(sale));
    const fill = newFill({ sale, askedId, lastSeq, paper });
    putFill(writing.db, fill);
    return fill;
  });
  if (written.ok) tellGeneration(core);
  return written;
}

interface Take {
  readonly allowanceKey: string;
  readonly measure: SalePart['measure'];
  readonly shares: readonly { readonly leaseId: string; readonly quantity: number }[];
  /** What no lease pays for. */
  readonly unpaid: number;
}

interface Decided {
  readonly hold: Hold;
  readonly takes: readonly Take[];
  /** Before the hold, for the slip. */
  readonly remainders: readonly RemainderRecord[];
  readonly atMs: number;
}

function decide(core: Core, attempt: OfflineAttempt, pin: PinCheck): Result<Decided> {
  const { facts } = attempt;
  const { question, leased } = questionHere(core, facts, { pin, ask: attempt.question.ask });
  const { atMs } = question;
  const decision = decideAuthorize(question);
  const short =
    !decision.ok && (decision.code === 'LIMIT_EXCEEDED' || decision.code === 'INSUFFICIENT_FUNDS');
  if (!decision.ok && !short) return decision;
  const barred = leaseRefusal(core, { facts, leased, atMs });
  if (barred !== null) return barred;
  if (!decision.ok) return refuse('LEASE_EXCEEDED', decision.params);
  const takes = decision.value.needs.map((one) => takeOf(leased, one, atMs));
  const remainders = remaindersOf(core, {
    card: facts.card,
    contract: facts.contract,
    leased,
    atMs,
  });
  return ok({ hold: decision.value, takes, remainders, atMs });
}

export interface QuestionHere {
  readonly question: AuthorizeQuestion;
  readonly leased: LeasedAllowances;
}

/**
 * The question of a fill as this workstation can answer it: what is leased here is what is left.
 */
export function questionHere(
  core: Core,
  facts: DeskFacts,
  asked: Pick<AuthorizeQuestion, 'pin' | 'ask'>,
): QuestionHere {
  const { card, contract, product, tariff, station } = facts;
  const atMs = core.clock.nowMs();
  const terms = knownTerms(core, card.cardId);
  const leased = leasedAllowances(core, { limits: terms?.limits ?? [], contract, atMs });
  const { allowances, available } = leased;
  const known = { card, contract, product, tariff, allowances, available };
  const rules = { place: placeOf(station), ...pauseFacts(core, card.cardId, terms?.rules ?? []) };
  return { question: { ...known, ...rules, ...asked, atMs }, leased };
}

interface LeaseQuestion {
  readonly facts: DeskFacts;
  readonly leased: LeasedAllowances;
  readonly atMs: number;
}

/**
 * Why the card cannot be sold from leases at all, however little is asked for; null when it can.
 */
export function leaseRefusal(core: Core, asked: LeaseQuestion): Result<never> | null {
  if (asked.facts.card.offlinePolicy === 'never') return refuse('LEASE_NOT_ALLOWED');
  const bare = withoutLease(core, asked);
  return bare === null ? null : refuse('LEASE_REQUIRED', bare);
}

/** The rules, and what they need to know of the past: hardly any of them asks for a pause. */
function pauseFacts(core: Core, cardId: string, rules: readonly OwnedRules[]) {
  const asks = longestPause(rules) !== null;
  return { rules, lastSaleAtMs: asks ? lastFillAtMs(core.journal.db, cardId) : null };
}

/**
 * What a hold takes from the leases on one allowance. A limit that only alerts may be short: what
 * no lease pays for is told, and the authority counts it.
 */
function takeOf(
  { leases, available }: LeasedAllowances,
  { allowance, need }: AllowanceNeed,
  atMs: number,
): Take {
  const { key: allowanceKey, measure } = allowance;
  const here = onlyAlerts(allowance) ? Math.min(need, available(allowance)) : need;
  const shares = takeFromLeases(leases, allowanceKey, here, atMs);
  assert(shares !== null, 'what is available can be taken');
  return { allowanceKey, measure, shares, unpaid: need - here };
}

/**
 * Names the first allowance that counts the product and has no lease here; null when each has one.
 */
function withoutLease(
  core: Core,
  { facts, leased, atMs }: LeaseQuestion,
): { limitId: string | null; owner: string } | null {
  const grant = cardGrant(core.journal.db, facts.card.cardId);
  // Leases on the contract may be alive for other cards: this card's own limits must be known as
  // freshly.
  if (grant === null || grant.atMs + LEASE_LIFE_MS <= atMs) return { limitId: null, owner: 'card' };
  const alive = new Set(
    leased.leases.filter((lease) => spendable(lease, atMs)).map((lease) => lease.allowanceKey),
  );
  const fill = { product: facts.product, atMs, zone: facts.contract.zone };
  const bare = leased.allowances.find(
    (a) => counts(a, fill) && !onlyAlerts(a) && !alive.has(a.key),
  );
  if (bare === undefined) return null;
  return { limitId: bare.limit?.limitId ?? null, owner: bare.limit?.subjectKind ?? 'contract' };
}

/** The sale of a hold that this workstation itself has given. */
export function offlineSale(
  core: Core,
  attempt: OfflineAttempt,
  { hold, takes, atMs }: Pick<Decided, 'hold' | 'takes' | 'atMs'>,
): Sale {
  const { question, facts, operator } = attempt;
  const parts = takes.flatMap(({ allowanceKey, measure, shares, unpaid }) => {
    const paid = shares.map(({ leaseId, quantity }): SalePart => {
      return { allowanceKey, measure, held: quantity, leaseId };
    });
    const rest: SalePart = { allowanceKey, measure, held: unpaid, leaseId: null };
    return unpaid > 0 ? [...paid, rest] : paid;
  });
  const { quantity, tariff } = hold;
  return {
    saleId: question.saleId,
    cardId: facts.card.cardId,
    contractId: facts.contract.contractId,
    stationId: facts.station.stationId,
    workstationId: core.identity.workstationId,
    operatorId: operator.userId,
    pumpNumber: question.pumpNumber,
    productId: facts.product.productId,
    priceMinorPerLitre: tariff.priceMinorPerLitre,
    vatRateBp: tariff.vatRateBp,
    mode: 'offline',
    state: 'held',
    authorizedAtMs: atMs,
    holdAmountMinor: quantity.amountMinor,
    holdVolumeMl: quantity.volumeMl,
    toleranceMl: toleranceMl(facts.contract.terms.captureTolerance, quantity.volumeMl),
    parts,
    lines: linesFor(tariff, quantity.volumeMl),
    // By what is leased here; what the limits themselves say is worked out when it is booked.
    alerts: hold.alerts,
    ...NOT_CAPTURED,
  };
}

/** The journal's words for a hold. */
export function heldBody(sale: Sale) {
  const { saleId, mode, cardId, stationId, productId, pumpNumber, operatorId } = sale;
  const { priceMinorPerLitre, vatRateBp, authorizedAtMs, holdAmountMinor, holdVolumeMl } = sale;
  return {
    saleId,
    mode,
    cardId,
    stationId,
    productId,
    pumpNumber,
    operatorId,
    priceMinorPerLitre,
    vatRateBp,
    authorizedAtMs,
    holdAmountMinor,
    holdVolumeMl,
    toleranceMl: sale.toleranceMl,
    parts: [...sale.parts],
    lines: [...sale.lines],
  };
}

export function newFill(
  source: Pick<FillRow, 'askedId' | 'lastSeq' | 'paper'> & { sale: Sale },
): FillRow {
  const { sale, askedId, lastSeq, paper } = source;
  const { saleId, pumpNumber, cardId, authorizedAtMs: atMs } = sale;
  return { saleId, askedId, state: 'held', pumpNumber, cardId, atMs, lastSeq, sale, paper };
}
