import type { PriceRecord } from '#protocol/records.ts';
import type { SqlWrite } from '../sql.ts';

const PUT = `
  INSERT INTO price VALUES (@stationId, @productId, @fromMs, @priceMinorPerLitre, @currency)
  ON CONFLICT (station_id, product_id, from_ms) DO UPDATE SET
    price_minor_per_litre = excluded.price_minor_per_litre, currency = excluded.currency`;

/** Puts a price into force and on the feed of its station. */
export async function putPrice(sql: SqlWrite, price: PriceRecord): Promise<void> {
  const { stationId, productId, fromMs } = price;
  await sql.run(PUT, price);
  await sql.touch('price', `${stationId}:${productId}:${fromMs}`, { stationId });
}
