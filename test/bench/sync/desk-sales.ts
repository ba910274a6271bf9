import { v7 as uuid } from 'uuid';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import { cardId, PRODUCT } from '../data/bulk-network.ts';
import type { Desk } from './desk.ts';

/** How many cards a desk of the bench sells on, one after the other. */
const CARDS = 20;
const PUMPS = 6;
/** So little that what lies here in leases is enough for all of them. */
const VOLUME_ML = 10;

/** Leases are given at the station that a card visits most: where it has bought before. */
export async function bringLeases(desk: Desk, password: string): Promise<void> {
  await desk.signIn('till', password);
  for (let index = 0; index < CARDS; index += 1) await sell(desk, index);
  await desk.sync();
}

/** A fill that is asked for and taken. */
export async function sell(desk: Desk, index: number): Promise<void> {
  const { saleId } = await authorize(desk, index);
  await desk.ok('sale:capture', { saleId, volumeMl: VOLUME_ML });
}

/** A fill that is asked for. */
export async function authorize(
  desk: Desk,
  index: number,
): Promise<BridgeAnswer<'sale:authorize'>['sale']> {
  const { sale } = await desk.ok('sale:authorize', {
    saleId: uuid(),
    cardId: cardId(index % CARDS),
    productId: PRODUCT,
    pumpNumber: 1 + (index % PUMPS),
    ask: { by: 'volume', volumeMl: VOLUME_ML },
    pin: null,
  });
  return sale;
}
