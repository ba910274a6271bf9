import type { PriceRecord } from '#protocol/records.ts';
import type { NetworkWriter } from '../network-writer.ts';

/** Puts prices into force and on the feed of their station. */
export class PriceWriter {
  readonly #writer: NetworkWriter;
  readonly #put;

  constructor(writer: NetworkWriter) {
    this.#writer = writer;
    this.#put = writer.db.prepare(`
      INSERT INTO price VALUES (@stationId, @productId, @fromMs, @priceMinorPerLitre, @currency)
      ON CONFLICT DO UPDATE SET price_minor_per_litre = excluded.price_minor_per_litre,
        currency = excluded.currency`);
  }

  put(price: PriceRecord): void {
    const { stationId, productId, fromMs } = price;
    this.#put.run(price);
    this.#writer.feed.touch('price', `${stationId}:${productId}:${fromMs}`, { stationId });
  }
}
