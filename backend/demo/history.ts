import { limitAllowanceKey, moneyAllowanceKey } from '#domain/limit/allowance.ts';
import { limitCovers, type Limit } from '#domain/limit/limit.ts';
import { inMeasure } from '#domain/limit/measure.ts';
import { isCountry, vatRateBp } from '#domain/money/vat.ts';
import type { Product } from '#domain/product/product.ts';
import { lineTotals } from '#domain/sale/sale-line.ts';
import { NOT_CAPTURED, type Sale, type SalePart } from '#domain/sale/sale.ts';
import { linesFor, plainTariff } from '#domain/sale/tariff.ts';
import { localDate } from '#domain/time/local-date.ts';
import { windowAt, type Window } from '#domain/time/window.ts';
import type { DemoCard, DemoNetwork } from './model.ts';
import { DAY_MS, PriceBook } from './prices.ts';
import { Random } from './random.ts';

/** One month of the history: what was paid in at its start, and what was sold, in order of time. */
export interface HistoryMonth {
  readonly topUps: readonly DemoTopUp[];
  readonly sales: readonly Sale[];
}

export interface DemoTopUp {
  readonly transferId: string;
  readonly contractId: string;
  readonly amountMinor: number;
  readonly atMs: number;
}

export interface HistoryQuestion {
  readonly network: DemoNetwork;
  readonly seed: number;
  readonly days: number;
  /** The end of the history; the same end and seed give the same history. */
  readonly untilMs: number;
}

/** Share of a day's fills by hour: two peaks, a quiet night. */
const HOURS = [1, 1, 1, 1, 2, 4, 8, 12, 11, 8, 7, 7, 8, 8, 7, 7, 8, 11, 12, 9, 6, 4, 2, 1];
/** Monday to Sunday: fleets rest at the weekend. */
const WEEKDAYS = [1.1, 1.1, 1.1, 1.15, 1.25, 0.75, 0.55];
/** Every third fill happens away from home. */
const AWAY = 0.3;
const HISTORY_WORKSTATION = 'history';

/**
 * A past for the network, month by month, so that the largest one never lies in memory whole. No
 * sale exceeds a limit of its card, and each month's payments cover the month's sales: the ledger
 * could have decided it all.
 */
export function* makeHistory(question: HistoryQuestion): Generator<HistoryMonth> {
  const writer = new HistoryWriter(question);
  const startMs = question.untilMs - question.days * DAY_MS;
  let month: Sale[] = [];
  let monthStartMs = startMs;
  for (let dayMs = startMs; dayMs < question.untilMs; dayMs += DAY_MS) {
    if (dayMs - monthStartMs >= 30 * DAY_MS) {
      yield writer.close(month, monthStartMs);
      month = [];
      monthStartMs = dayMs;
    }
    month.push(...writer.day(dayMs));
  }
  yield writer.close(month, monthStartMs);
}

class HistoryWriter {
  readonly #question: HistoryQuestion;
  readonly #random: Random;
  readonly #prices: PriceBook;
  readonly #products: ReadonlyMap<string, Product>;
  readonly #stations: ReadonlyMap<string, DemoNetwork['stations'][number]>;
  readonly #contracts: ReadonlyMap<string, DemoNetwork['contracts'][number]>;
  readonly #limits: ReadonlyMap<string, readonly Limit[]>;
  readonly #vat = new Map<string, number>();
  readonly #openWindows = new Map<string, Window>();
  #saleCount = 0;

  constructor(question: HistoryQuestion) {
    const { network, seed } = question;
    this.#question = question;
    this.#random = new Random(seed ^ 0x5eed);
    this.#prices = new PriceBook(network.prices);
    this.#products = new Map(network.products.map((product) => [product.productId, product]));
    this.#stations = new Map(network.stations.map((station) => [station.stationId, station]));
    this.#contracts = new Map(network.contracts.map((contract) => [contract.contractId, contract]));
    const limits = new Map<string, Limit[]>();
    for (const limit of network.limits) {
      limits.set(limit.subjectId, [...(limits.get(limit.subjectId) ?? []), limit]);
    }
    this.#limits = limits;
  }

  /** The fills of one day in order of time. */
  day(dayMs: number): Sale[] {
    // 1970-01-01 was a Thursday, the fourth day of the week.
    const weekday = (Math.floor(dayMs / DAY_MS) + 3) % 7;
    const rhythm = WEEKDAYS[weekday] ?? 1;
    const sales: Sale[] = [];
    for (const demo of this.#question.network.cards) {
      if (!this.#random.chance(demo.fillsPerDay * rhythm)) continue;
      const sale = this.#fill(demo, dayMs);
      if (sale !== null) sales.push(sale);
    }
    return sales.toSorted((a, b) => a.authorizedAtMs - b.authorizedAtMs);
  }

  /**
   * Payments of a month: what its sales will need, rounded up to whole thousands, with a little
   * over.
   */
  close(sales: readonly Sale[], startMs: number): HistoryMonth {
    const needed = new Map<string, number>();
    for (const { contractId, amountMinor } of sales) {
      needed.set(contractId, (needed.get(contractId) ?? 0) + amountMinor);
    }
    const topUps = this.#question.network.contracts.map((contract): DemoTopUp => {
      const { contractId } = contract;
      const amountMinor = roundUp((needed.get(contractId) ?? 0) + 1_000_000, 100_000);
      return { transferId: this.#uuid(startMs), contractId, amountMinor, atMs: startMs };
    });
    return { topUps, sales };
  }

  #fill(demo: DemoCard, dayMs: number): Sale | null {
    const { card } = demo;
    const random = this.#random;
    const minute = random.weighted(HOURS) * 60 + random.integer(0, 59);
    const atMs = dayMs + minute * 60_000 + random.integer(0, 59_999);
    const stationId = this.#stationOf(demo);
    const price = this.#prices.at(stationId, demo.productId, atMs);
    if (price === null) return null;
    const tankMl = card.tankCapacityMl ?? 50_000;
    // A third to nine tenths of the tank, as a pump shows it: in hundredths of a litre.
    const wantedMl = Math.round((tankMl * random.integer(33, 90)) / 1000) * 10;
    const volumeMl = Math.min(wantedMl, card.transactionMaxMl ?? wantedMl);
    return this.#sale({ demo, stationId, atMs, price, volumeMl });
  }

  #stationOf(demo: DemoCard): string {
    const stations = demo.card.stationIds ?? [demo.homeStationId];
    if (!this.#random.chance(AWAY)) return demo.homeStationId;
    return stations[this.#random.integer(0, stations.length - 1)] ?? demo.homeStationId;
  }

  #sale(fill: FillFacts): Sale {
    const { demo, stationId, atMs, price, volumeMl } = fill;
    const rateBp = this.#vatRate(stationId, atMs);
    const lines = linesFor(plainTariff(demo.productId, price, rateBp), volumeMl);
    const totals = lineTotals(lines);
    const { amountMinor } = totals;
    return {
      saleId: this.#uuid(atMs),
      cardId: demo.card.cardId,
      contractId: demo.card.contractId,
      stationId,
      workstationId: HISTORY_WORKSTATION,
      operatorId: HISTORY_WORKSTATION,
      pumpNumber: this.#random.integer(1, this.#stations.get(stationId)?.pumpCount ?? 4),
      productId: demo.productId,
      priceMinorPerLitre: price,
      vatRateBp: rateBp,
      mode: 'online',
      state: 'captured',
      authorizedAtMs: atMs,
      holdAmountMinor: amountMinor,
      holdVolumeMl: volumeMl,
      toleranceMl: 0,
      parts: this.#openParts(demo, atMs, { amountMinor, volumeMl, count: 1 }),
      lines,
      alerts: [],
      ...NOT_CAPTURED,
      closedAtMs: atMs + this.#random.integer(90_000, 300_000),
      bookedAtMs: atMs,
      ...totals,
      volumeMl,
    };
  }

  /**
   * Only windows that are open at the end still decide anything; the rest of the past needs no
   * counters.
   */
  #openParts(demo: DemoCard, atMs: number, sold: Sold): SalePart[] {
    const { card } = demo;
    const contract = this.#contracts.get(card.contractId);
    const product = this.#products.get(demo.productId);
    if (contract === undefined || product === undefined) return [];
    const limits = [
      ...(this.#limits.get(card.cardId) ?? []),
      ...(this.#limits.get(card.contractId) ?? []),
    ];
    const parts = limits.flatMap((limit): SalePart[] => {
      const open = this.#openWindow(limit, contract.zone);
      if (atMs < open.startsAtMs || !limitCovers(limit, product)) return [];
      const allowanceKey = limitAllowanceKey(limit.limitId, open.key);
      const held = inMeasure(sold, limit.measure);
      return [{ allowanceKey, measure: limit.measure, held, leaseId: null }];
    });
    const allowanceKey = moneyAllowanceKey(contract.contractId);
    return [...parts, { allowanceKey, measure: 'money', held: sold.amountMinor, leaseId: null }];
  }

  #openWindow(limit: Limit, zone: string): Window {
    const memoKey = `${limit.period} ${zone}`;
    const known = this.#openWindows.get(memoKey);
    if (known !== undefined) return known;
    const window = windowAt(limit.period, this.#question.untilMs, zone);
    this.#openWindows.set(memoKey, window);
    return window;
  }

  #vatRate(stationId: string, atMs: number): number {
    const station = this.#stations.get(stationId);
    if (station === undefined || !isCountry(station.country)) return 0;
    const memoKey = `${station.country} ${localDate(atMs, station.zone)}`;
    const known = this.#vat.get(memoKey);
    if (known !== undefined) return known;
    const rate = vatRateBp(station.country, atMs, station.zone);
    this.#vat.set(memoKey, rate);
    return rate;
  }

  /** A UUIDv7 whose random part counts up: unique, ordered and the same on every run. */
  #uuid(atMs: number): string {
    this.#saleCount += 1;
    const time = atMs.toString(16).padStart(12, '0');
    const tail = this.#saleCount.toString(16).padStart(15, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8${tail.slice(0, 3)}-${tail.slice(3)}`;
  }
}

interface FillFacts {
  readonly demo: DemoCard;
  readonly stationId: string;
  readonly atMs: number;
  readonly price: number;
  readonly volumeMl: number;
}

interface Sold {
  readonly amountMinor: number;
  readonly volumeMl: number;
  readonly count: number;
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
