import type { AuthorityCommand } from '#domain/authority/command.ts';
import type { OutcomeValue } from '#domain/authority/change.ts';
import { decide } from '#domain/authority/decide.ts';
import type { Facts } from '#domain/authority/facts.ts';
import { LEASE_LIFE_MS, leasedHere, takeFromLeases, type HeldLease } from '#domain/lease/lease.ts';
import {
  limitAllowanceKey,
  moneyAllowanceKey,
  parseAllowanceKey,
} from '#domain/limit/allowance.ts';
import type { Quantity } from '#domain/limit/measure.ts';
import { amountOf } from '#domain/money/money.ts';
import type { Result } from '#domain/result.ts';
import type { SalePart } from '#domain/sale/sale.ts';
import { windowAt } from '#domain/time/window.ts';
import { cardOf, contractOf, diesel, FactBook, limitOf } from '#test/support/facts.ts';
import { DAY_MS, HOUR_MS, type Visit } from './visits.ts';

export const LIMIT_ML = 100_000;
const ZONE = 'UTC';
const PRICE = 6_000;
const PLENTY_MINOR = 900_000_000_000;
/** What an engine asks for: three usual fills, none of them smaller than this. */
const FILLS_AHEAD = 3;
const USUAL_FILL_ML = 60_000;
const TOGETHER_SHARE = 1.5;
const SOLD_WITHIN_MS = 30 * DAY_MS;
const RENEW_BEFORE_MS = 24 * HOUR_MS;
const ASK_AGAIN_AFTER_MS = 5 * 60_000;

const contract = contractOf({ zone: ZONE, depositsMinor: PLENTY_MINOR });
const limit = limitOf({ amount: LIMIT_ML });
const moneyKey = moneyAllowanceKey(contract.contractId);
const keyAt = (atMs: number): string =>
  limitAllowanceKey(limit.limitId, windowAt(limit.period, atMs, ZONE).key);

/** What one station knows of the card. */
interface Desk {
  readonly workstationId: string;
  readonly stationId: string;
  leases: HeldLease[];
  readonly sold: { readonly atMs: number; readonly volumeMl: number }[];
  untold: { readonly visit: Visit; readonly parts: readonly SalePart[] }[];
  askedAtMs: number | null;
  granted: boolean;
}

/**
 * One card with a daily limit, its backend and its stations. The backend is the product's own
 * decision function; the desks ask and spend as the engine does, with the domain's lease functions.
 */
export class CardWorld {
  readonly #book = new FactBook({ card: cardOf(), contract, limits: [limit], price: PRICE });
  readonly #desks = new Map<number, Desk>();
  readonly #visits = new Map<string, number>();
  #ids = 0;

  /** @returns whether it was sold */
  sellOnline(visit: Visit, isUp: (station: number) => boolean): boolean {
    const desk = this.#desk(visit.station);
    this.#tell(desk, visit.atMs);
    const short = this.#authorize(desk, visit, false);
    if (!short) this.#recall(visit, isUp);
    const sold = short || this.#authorize(desk, visit, true);
    if (sold) desk.sold.push(visit);
    this.round(visit.station, visit.atMs);
    return sold;
  }

  /**
   * From leases alone.
   * @returns whether it was sold
   */
  sellOffline(visit: Visit): boolean {
    const desk = this.#desk(visit.station);
    const { atMs, volumeMl } = visit;
    const needs: readonly [string, SalePart['measure'], number][] = [
      [keyAt(atMs), 'volume', volumeMl],
      [moneyKey, 'money', amountOf(PRICE, volumeMl)],
    ];
    if (!desk.granted) return false;
    const parts: SalePart[] = [];
    for (const [allowanceKey, measure, need] of needs) {
      const shares = takeFromLeases(desk.leases, allowanceKey, need, atMs);
      if (shares === null) return false;
      for (const { leaseId, quantity } of shares) {
        parts.push({ allowanceKey, measure, held: quantity, leaseId });
      }
    }
    const taken = new Map(parts.map(({ leaseId, held }) => [leaseId, held]));
    desk.leases = desk.leases.map((lease) => {
      return { ...lease, left: lease.left - (taken.get(lease.leaseId) ?? 0) };
    });
    desk.untold.push({ visit, parts });
    desk.sold.push(visit);
    return true;
  }

  /** What a desk does when it has its link: tells, gives back, asks for what is due. */
  round(station: number, atMs: number): void {
    const desk = this.#desk(station);
    this.#tell(desk, atMs);
    this.#renew(desk, atMs);
    if (this.#due(desk, atMs)) this.#ask(desk, atMs);
  }

  #desk(station: number): Desk {
    const known = this.#desks.get(station);
    if (known !== undefined) return known;
    const names = { workstationId: `desk-${station}`, stationId: `station-${station}` };
    const nothing = { leases: [], sold: [], untold: [], askedAtMs: null, granted: false };
    const desk: Desk = { ...names, ...nothing };
    this.#desks.set(station, desk);
    return desk;
  }

  #authorize(desk: Desk, { atMs, volumeMl }: Visit, withOwn: boolean): boolean {
    const saleId = this.#id();
    const mine = withOwn ? desk.leases.filter((lease) => lease.left > 0) : [];
    const leaseReturns = mine.map(({ leaseId, left }) => {
      return { returnId: this.#id(), leaseId, quantity: left };
    });
    if (withOwn) desk.leases = [];
    const what = { saleId, cardId: 'card-1', productId: diesel.productId, pumpNumber: 1 } as const;
    const outcome = this.#decide(desk, {
      kind: 'sale.authorize',
      ...this.#from(desk, atMs, saleId),
      ...what,
      stationId: desk.stationId,
      operatorId: 'till',
      ask: { by: 'volume', volumeMl },
      pin: 'not-asked',
      leaseReturns,
    });
    if (outcome.ok) this.#capture(desk, saleId, { atMs, volumeMl });
    return outcome.ok;
  }

  #capture(desk: Desk, saleId: string, { atMs, volumeMl }: Pick<Visit, 'atMs' | 'volumeMl'>): void {
    const from = this.#from(desk, atMs, this.#id());
    const body = { saleId, volumeMl, capturedAtMs: atMs, slipNumber: null, told: null };
    const outcome = this.#decide(desk, { kind: 'sale.capture', ...from, ...body });
    if (!outcome.ok) throw new Error(outcome.code);
    this.#visits.set(desk.stationId, (this.#visits.get(desk.stationId) ?? 0) + 1);
  }

  /** Stations with a link give back what they hold; the others cannot be asked. */
  #recall({ station, atMs }: Visit, isUp: (station: number) => boolean): void {
    for (const [other, desk] of this.#desks) {
      if (other === station || !isUp(other)) continue;
      const key = keyAt(atMs);
      for (const lease of desk.leases.filter((one) => one.allowanceKey === key && one.left > 0)) {
        this.#giveBack(desk, lease, atMs);
      }
      desk.leases = desk.leases.filter((lease) => lease.allowanceKey !== key);
    }
  }

  #giveBack(desk: Desk, { leaseId, left }: HeldLease, atMs: number): void {
    const leaseReturn = { returnId: this.#id(), leaseId, quantity: left };
    const from = this.#from(desk, atMs, leaseReturn.returnId);
    this.#decide(desk, { kind: 'lease.return', ...from, leaseReturn });
  }

  #tell(desk: Desk, atMs: number): void {
    for (const { visit, parts } of desk.untold) {
      const { volumeMl } = visit;
      const saleId = this.#id();
      const holdAmountMinor = amountOf(PRICE, volumeMl);
      const outcome = this.#decide(desk, {
        kind: 'sale.book-hold',
        ...this.#from(desk, atMs, this.#id()),
        saleId,
        cardId: 'card-1',
        stationId: desk.stationId,
        productId: diesel.productId,
        pumpNumber: 1,
        operatorId: 'till',
        priceMinorPerLitre: PRICE,
        vatRateBp: 1_600,
        authorizedAtMs: visit.atMs,
        holdAmountMinor,
        holdVolumeMl: volumeMl,
        parts,
        toleranceMl: 0,
        lines: [],
      });
      if (!outcome.ok) throw new Error(outcome.code);
      this.#capture(desk, saleId, { atMs, volumeMl });
    }
    desk.untold = [];
  }

  /** Leases that end although what they are on goes on are exchanged; the others die with it. */
  #renew(desk: Desk, atMs: number): void {
    for (const lease of desk.leases) {
      const endless = parseAllowanceKey(lease.allowanceKey).windowKey === null;
      if (endless && lease.left > 0 && lease.expiresAtMs <= atMs + RENEW_BEFORE_MS) {
        this.#giveBack(desk, lease, atMs);
      }
    }
    desk.leases = desk.leases.filter(({ allowanceKey, expiresAtMs }) => {
      const endless = parseAllowanceKey(allowanceKey).windowKey === null;
      return expiresAtMs > (endless ? atMs + RENEW_BEFORE_MS : atMs);
    });
  }

  #due(desk: Desk, atMs: number): boolean {
    const sold = desk.sold.some((sale) => sale.atMs >= atMs - SOLD_WITHIN_MS);
    const lately = desk.askedAtMs !== null && atMs - desk.askedAtMs < ASK_AGAIN_AFTER_MS;
    if (!sold || lately) return false;
    const short = [keyAt(atMs), moneyKey].some((key) => {
      const granted = desk.leases
        .filter((lease) => lease.allowanceKey === key)
        .reduce((sum, lease) => sum + lease.granted, 0);
      return granted === 0 || leasedHere(desk.leases, key, atMs) * 2 < granted;
    });
    const next = keyAt(atMs + DAY_MS);
    return short || !desk.leases.some((lease) => lease.allowanceKey === next);
  }

  #ask(desk: Desk, atMs: number): void {
    desk.askedAtMs = atMs;
    const lately = desk.sold.filter((sale) => sale.atMs >= atMs - SOLD_WITHIN_MS);
    const largestMl = Math.max(USUAL_FILL_ML, ...lately.map(({ volumeMl }) => volumeMl));
    const wanted = quantityOf(largestMl * FILLS_AHEAD, FILLS_AHEAD);
    const recent = desk.sold.filter((sale) => sale.atMs >= atMs - LEASE_LIFE_MS);
    const soldMl = recent.reduce((sum, { volumeMl }) => sum + volumeMl, 0);
    const together = quantityOf(
      Math.max(wanted.volumeMl, soldMl * TOGETHER_SHARE),
      Math.max(wanted.count, Math.ceil(recent.length * TOGETHER_SHARE)),
    );
    const outcome = this.#decide(desk, {
      kind: 'lease.grant',
      ...this.#from(desk, atMs, this.#id()),
      cardId: 'card-1',
      stationId: desk.stationId,
      wanted,
      wantedTogether: together,
    });
    if (!outcome.ok || outcome.value.kind !== 'leases') return;
    desk.granted = true;
    for (const lease of outcome.value.leases) desk.leases.push({ ...lease, left: lease.granted });
  }

  #decide(desk: Desk, command: AuthorityCommand): Result<OutcomeValue> {
    const { outcome, changes } = decide(command, this.#facts(desk, command));
    this.#book.apply(changes);
    this.#book.changes.length = 0;
    return outcome;
  }

  #facts({ workstationId, stationId }: Desk, command: AuthorityCommand): Facts {
    const [home] = [...this.#visits].toSorted(([, a], [, b]) => b - a);
    return {
      ...this.#book.facts(command),
      workstation: { workstationId, stationId, state: 'active' },
      homeStationId: home?.[0] ?? null,
    };
  }

  #from({ workstationId }: Desk, atMs: number, commandId: string) {
    return { commandId, atMs, workstationId };
  }

  #id(): string {
    this.#ids += 1;
    return String(this.#ids);
  }
}

function quantityOf(volumeMl: number, count: number): Quantity {
  return { volumeMl, count, amountMinor: amountOf(PRICE, Math.ceil(volumeMl)) };
}
