import type { Product } from '#domain/product/product.ts';
import type { PriceRecord, StationRecord } from '#protocol/records.ts';
import type { Random } from './random.ts';

export const DAY_MS = 86_400_000;
/** Prices move every second week. */
const PRICE_STEP_DAYS = 14;

/** Prices at the start of the history, minor units of the country's currency per litre. */
const START_MINOR: Readonly<Record<string, { readonly RU: number; readonly KZ: number }>> = {
  'ai-92': { RU: 5990, KZ: 20_500 },
  'ai-95': { RU: 6540, KZ: 24_500 },
  'ai-98': { RU: 8460, KZ: 31_000 },
  dt: { RU: 7180, KZ: 29_500 },
  lpg: { RU: 3390, KZ: 9500 },
};

export interface PricesContext {
  readonly stations: readonly StationRecord[];
  readonly products: readonly Product[];
  readonly days: number;
  readonly untilMs: number;
}

/** Every station's price of every pump product, from the start of the history on. */
export function pricesOf(random: Random, context: PricesContext): PriceRecord[] {
  const { stations, products, days, untilMs } = context;
  const startMs = untilMs - (days + PRICE_STEP_DAYS) * DAY_MS;
  const prices: PriceRecord[] = [];
  for (const station of stations) {
    const country = station.country === 'KZ' ? 'KZ' : 'RU';
    for (const { productId } of products) {
      const start = START_MINOR[productId]?.[country];
      if (start === undefined) continue;
      let minor = start + random.integer(-50, 50);
      for (let fromMs = startMs; fromMs <= untilMs; fromMs += PRICE_STEP_DAYS * DAY_MS) {
        const currency = country === 'KZ' ? 'KZT' : 'RUB';
        const { stationId } = station;
        prices.push({ stationId, productId, fromMs, priceMinorPerLitre: minor, currency });
        // Half a per cent a fortnight on average, sometimes a step back.
        minor += Math.round((minor * random.integer(-5, 15)) / 1000);
      }
    }
  }
  return prices;
}

/** Looks a price up by time: the latest that began at or before the instant. */
export class PriceBook {
  readonly #byPlace = new Map<string, readonly PriceRecord[]>();

  constructor(prices: readonly PriceRecord[]) {
    const lists = new Map<string, PriceRecord[]>();
    for (const price of prices) {
      const place = `${price.stationId} ${price.productId}`;
      const list = lists.get(place) ?? [];
      list.push(price);
      lists.set(place, list);
    }
    this.#byPlace = lists;
  }

  /** Null where the product was not sold then. */
  at(stationId: string, productId: string, atMs: number): number | null {
    const list = this.#byPlace.get(`${stationId} ${productId}`) ?? [];
    return list.findLast((price) => price.fromMs <= atMs)?.priceMinorPerLitre ?? null;
  }
}
