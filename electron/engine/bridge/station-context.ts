import { demoCards } from '#domain/demo/demo-cards.ts';
import type { Currency } from '#domain/money/money.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import { countryCurrencies } from '#domain/station/country.ts';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import { feedState } from '../cache/feed-apply.ts';
import { allRecords, priceAt } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import { ownStation } from '../sale/desk.ts';

type Context = BridgeAnswer<'station:context'>;

/** Shown where neither a price nor the country tells. */
const USUAL_CURRENCY: Currency = 'RUB';

/**
 * What a window needs to know about where it stands; from the cache, so that it is there without
 * the link.
 */
export function stationContext(core: Core): Result<Context> {
  const { cache, identity, workstationName, clock } = core;
  const asOfMs = feedState(cache.db)?.asOfMs ?? null;
  const found = ownStation(core);
  if (!found.ok) return found;
  if (asOfMs === null) return refuse('NOT_CACHED');
  const station = found.value;
  const { stationId } = station;
  const atMs = clock.nowMs();
  // A pump measures litres; goods by the piece are not sold here.
  const fuels = allRecords(cache.db, 'product').filter((product) => product.unit === 'litre');
  const priced = fuels.map((product) => {
    const price = priceAt(cache.db, { stationId, productId: product.productId, atMs });
    return { product, price };
  });
  const currency = priced.find(({ price }) => price !== null)?.price?.currency;
  return ok({
    networkName: identity.networkName,
    demonstration: identity.demonstration,
    workstationId: identity.workstationId,
    workstationName,
    station,
    currency: currency ?? countryCurrencies[station.country] ?? USUAL_CURRENCY,
    products: priced.map(({ product, price }) => ({
      product,
      priceMinorPerLitre: price?.priceMinorPerLitre ?? null,
    })),
    groups: allRecords(cache.db, 'product-group'),
    demoCards: identity.demonstration ? demoCards.map((card) => ({ ...card })) : [],
    source: 'local',
    asOfMs,
  });
}
