import { createHash } from 'node:crypto';
import { call } from './http-client.ts';
import type { SmallNetwork } from './small-network.ts';

/** So many that a backend makes a snapshot of them. */
export const MANY_CARDS = 6_000;

/** Cards like the first one: `bulk-00000` and on. One in seven belongs to another station alone. */
export async function addManyCards(network: SmallNetwork): Promise<void> {
  const place = { stations: [], groups: [], products: [], prices: [], clients: [], contracts: [] };
  const [known] = (await call(network.url, 'card.list', {}, { session: network.manager })).rows;
  if (known === undefined) throw new Error('no card');
  const cards = Array.from({ length: MANY_CARDS }, (_, index) => {
    const cardId = `bulk-${String(index).padStart(5, '0')}`;
    const stationIds = index % 7 === 0 ? ['elsewhere'] : null;
    const card = { ...known, cardId, stationIds, holder: `Holder ${index}`, vehicle: 'A 1' };
    return { card, panHash: createHash('sha256').update(cardId).digest('hex'), pinVerifier: null };
  });
  await network.backend.service.stores.bulk.loadNetwork({ ...place, cards, limits: [] });
}
