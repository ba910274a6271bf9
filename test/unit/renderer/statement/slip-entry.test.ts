import { describe, expect, it } from 'vitest';
import { useSlipEntry } from '#features/statement/slip-entry.ts';
import { good, openWindow, settle } from '../bridge/scripted-window.ts';

const STATION = { stationId: 'st-1', name: 'Station 1', zone: 'Europe/Moscow' };
const WORDS = {
  productId: 'dt',
  pumpNumber: '2',
  volumeMl: 40_000,
  date: '2026-11-20',
  time: '14:05',
  slipNumber: '77',
  reason: 'power cut',
};
const found = (cardId: string) => ({ card: { cardId }, contract: { clientName: 'Client' } });

/** Everything of a slip has been typed at the station that it is from. */
async function openTyped() {
  const { used: entry, asked } = openWindow(() => useSlipEntry(() => STATION as never));
  entry.clear();
  Object.assign(entry.values, WORDS);
  entry.cardText.value = '9999 1111 1111 1116';
  await settle();
  return { entry, of: (method: string) => asked.filter((one) => one.method === method) };
}

describe('a slip that is entered by hand', () => {
  it('is looked at first and entered as it was looked at', async () => {
    const { entry, of } = await openTyped();
    expect(entry.ready.value).toBe(true);
    void entry.send();
    of('card:find')[0]!.answer(good(found('card-1')));
    await settle();
    of('sale:enterPreview')[0]!.answer(good({ amountMinor: 1 }));
    await settle();
    expect(of('sale:enter')).toEqual([]);
    void entry.send();
    const shown = of('sale:enterPreview')[0]!.input;
    expect(of('sale:enter')[0]!.input).toMatchObject({ ...(shown as object), reason: 'power cut' });
  });

  it('that was changed while it was looked at is looked at again: nobody saw what it comes to', async () => {
    const { entry, of } = await openTyped();
    void entry.send();
    of('card:find')[0]!.answer(good(found('card-1')));
    await settle();
    entry.values.volumeMl = 400_000;
    of('sale:enterPreview')[0]!.answer(good({ amountMinor: 1 }));
    await settle();
    expect(entry.seen.value).toBeNull();
    void entry.send();
    await settle();
    expect(of('sale:enter')).toEqual([]);
    expect(of('card:find')).toHaveLength(2);
  });

  it('is not about a card whose number was typed over meanwhile', async () => {
    const { entry, of } = await openTyped();
    void entry.send();
    entry.cardText.value = '9999 2222 2222 2224';
    of('card:find')[0]!.answer(good(found('card-1')));
    await settle();
    expect(entry.card.value).toBeNull();
    expect(of('sale:enterPreview')).toEqual([]);
  });

  it('keeps the station it is from while others are searched for', async () => {
    const { entry, of } = await openTyped();
    const others = { rows: [{ ...STATION, stationId: 'st-2' }], nextCursor: null, asOfMs: 0 };
    of('station:list')[0]!.answer(good(others));
    await settle();
    expect(entry.place.stations.value.map(({ stationId }) => stationId)).toEqual(['st-1', 'st-2']);
    expect(entry.place.station.value?.zone).toBe('Europe/Moscow');
  });
});
