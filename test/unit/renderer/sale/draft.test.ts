import { describe, expect, it } from 'vitest';
import { useStation } from '#bridge/state/station-state.ts';
import { useSaleDraft } from '#features/sale/draft/draft.ts';
import { good, openWindow, refused, settle } from '../bridge/scripted-window.ts';

const cardNumbered = (pan: string) =>
  good({ card: { cardId: pan }, remainders: [], recentFills: [] });

function openDraft() {
  const { used: draft, asked } = openWindow(() => useSaleDraft());
  return { draft, asked };
}

/** A draft that only waits to be asked for. */
async function openFilledDraft() {
  const { draft, asked } = openDraft();
  void draft.findCard('7001');
  asked[0]!.answer(cardNumbered('7001'));
  await settle();
  draft.productId = 'ai-92';
  draft.pumpNumber = 2;
  draft.volumeMl = 20_000;
  return { draft, asked };
}

describe('the sale in work', () => {
  it('a slow answer about an earlier card is not shown for a later one', async () => {
    const { draft, asked } = openDraft();
    void draft.findCard('7001');
    void draft.findCard('7002');
    asked[1]!.answer(cardNumbered('7002'));
    await settle();
    asked[0]!.answer(cardNumbered('7001'));
    await settle();
    expect(draft.view?.card.cardId).toBe('7002');
    expect(draft.busy).toBeNull();
  });

  it('an answer that comes after the draft was dropped changes nothing', async () => {
    const { draft, asked } = openDraft();
    void draft.findCard('7001');
    draft.reset();
    asked[0]!.answer(refused('CARD_NOT_FOUND'));
    await settle();
    expect([draft.view, draft.refusal, draft.busy]).toEqual([null, null, null]);
  });

  it('nothing is asked for while the amount is missing', async () => {
    const { draft, asked } = await openFilledDraft();
    draft.volumeMl = null;
    expect(await draft.authorize()).toBeNull();
    expect(asked).toHaveLength(1);
  });

  it('two presses ask for one hold', async () => {
    const { draft, asked } = await openFilledDraft();
    void draft.authorize();
    expect(draft.busy).toBe('hold');
    expect(await draft.authorize()).toBeNull();
    expect(asked.map(({ method }) => method)).toEqual(['card:find', 'sale:authorize']);
  });

  it('a refusal keeps the draft but not the PIN, and the remainders are asked for again', async () => {
    const { draft, asked } = await openFilledDraft();
    draft.pin = '4821';
    void draft.authorize();
    asked[1]!.answer(refused('PIN_INVALID'));
    await settle();
    expect(draft.refusal?.code).toBe('PIN_INVALID');
    expect([draft.pin, draft.volumeMl, draft.pumpNumber]).toEqual(['', 20_000, 2]);
    expect(asked[2]).toMatchObject({ method: 'card:find', input: { typed: '7001' } });
  });

  it('a hold ends the draft', async () => {
    const { draft, asked } = await openFilledDraft();
    void draft.authorize();
    asked[1]!.answer(good({ sale: { saleId: 'sale-1' } }));
    await settle();
    expect([draft.view, draft.productId, draft.pumpNumber, draft.ask]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('a hold that comes after another card was read leaves that card alone', async () => {
    const { draft, asked } = await openFilledDraft();
    const held = draft.authorize();
    void draft.findCard('7002');
    asked[2]!.answer(cardNumbered('7002'));
    asked[1]!.answer(refused('LIMIT_EXCEEDED'));
    await settle();
    expect(await held).toBeNull();
    expect([draft.view?.card.cardId, draft.refusal, draft.busy]).toEqual(['7002', null, null]);
  });

  it('the largest fill that a refusal named is taken over as litres', async () => {
    const { draft } = await openFilledDraft();
    draft.by = 'money';
    draft.takeLargest(12_340);
    expect(draft.ask).toEqual({ by: 'volume', volumeMl: 12_340 });
  });
});

describe('the same fill a moment ago', () => {
  const earlier = {
    saleId: 'sale-0',
    stationId: 'station-1',
    pumpNumber: 2,
    volumeMl: 20_000,
    amountMinor: 120_000,
    authorizedAtMs: Date.now(),
  };

  async function openRepeated(fill = earlier) {
    const { used, asked } = openWindow(() => ({ draft: useSaleDraft(), station: useStation() }));
    const { draft, station } = used;
    void station.load();
    asked[0]!.answer(good({ station: { stationId: 'station-1' } }));
    void draft.findCard('7001');
    const view = { card: { cardId: '7001' }, remainders: [], recentFills: [fill] };
    asked[1]!.answer(good(view));
    await settle();
    draft.productId = 'ai-92';
    draft.pumpNumber = 2;
    draft.volumeMl = 20_000;
    return { draft, asked };
  }

  it('[C7] is shown and asked about, and nothing is held before the operator has answered', async () => {
    const { draft, asked } = await openRepeated();
    expect(await draft.authorize()).toBeNull();
    expect(draft.duplicate).toEqual(earlier);
    expect(asked.map(({ method }) => method)).not.toContain('sale:authorize');
    void draft.authorize({ knowsDuplicate: true });
    expect(draft.duplicate).toBeNull();
    expect(asked.at(-1)).toMatchObject({ method: 'sale:authorize' });
  });

  it('[C7] another amount or another pump is another fill', async () => {
    for (const patch of [{ volumeMl: 20_001, amountMinor: 120_006 }, { pumpNumber: 3 }]) {
      const { draft, asked } = await openRepeated({ ...earlier, ...patch });
      void draft.authorize();
      expect(draft.duplicate).toBeNull();
      expect(asked.at(-1)).toMatchObject({ method: 'sale:authorize' });
    }
  });
});

describe('the rest of a fill above its hold', () => {
  const rest = { productId: 'ai-92', pumpNumber: 2, volumeMl: 2_300, amountMinor: 13_800 };

  it('stays on the desk until the card is read, and asks for that much at that pump', async () => {
    const { draft, asked } = openDraft();
    draft.begin(rest);
    void draft.findCard('7001');
    asked[0]!.answer(cardNumbered('7001'));
    await settle();
    expect([draft.productId, draft.pumpNumber, draft.ask]).toEqual([
      'ai-92',
      2,
      { by: 'volume', volumeMl: 2_300 },
    ]);
    void draft.authorize();
    asked[1]!.answer(good({ sale: { saleId: 'sale-1' } }));
    await settle();
    expect(draft.remainder).toBeNull();
  });

  it('is still said when the card may not pay for it: it is paid in another way', async () => {
    const { draft, asked } = openDraft();
    draft.begin(rest);
    void draft.findCard('7001');
    asked[0]!.answer(cardNumbered('7001'));
    await settle();
    void draft.authorize();
    asked[1]!.answer(refused('LIMIT_EXCEEDED'));
    await settle();
    expect(draft.remainder).toEqual(rest);
  });
});
