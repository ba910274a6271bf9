import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptRecord, wholeRecord } from '#protocol/cache-record.ts';
import { feedEntities, type FeedRecord } from '#protocol/feed.ts';

const hash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const volumeMl = fc.option(fc.integer({ min: 0, max: 1_000_000 }));
const names = fc.option(fc.constantFrom('Driver', 'Шофёр', 'active', ''));
const ids = fc.option(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }));

const cards: fc.Arbitrary<FeedRecord<'card'>> = fc.record({
  cardId: fc.constantFrom('card-1', 'usual'),
  contractId: fc.constant('contract-1'),
  groupId: fc.option(fc.constant('group-1')),
  panMasked: fc.constant('•••• 0004'),
  state: fc.constantFrom(...feedEntities.card.shape.state.options),
  blockReason: fc.option(fc.constantFrom('client', 'debt')),
  expiresOn: fc.option(fc.constant('2039-12-31')),
  transactionMaxMinor: volumeMl,
  transactionMaxMl: volumeMl,
  tankCapacityMl: volumeMl,
  productIds: ids,
  stationIds: ids,
  pinRequired: fc.boolean(),
  pinTriesUsed: fc.integer({ min: 0, max: 3 }),
  offlinePolicy: fc.constantFrom(...feedEntities.card.shape.offlinePolicy.options),
  holder: names,
  vehicle: names,
  panHash: hash,
});

describe('a card in the cache', () => {
  it('is read as the feed has brought it, whatever of it was left out', () => {
    fc.assert(
      fc.property(cards, (record) => {
        const { cardId: rowId } = record;
        const { panHash, body } = keptRecord({ entity: 'card', rowId, record });
        expect(panHash).toBe(record.panHash);
        expect(body).not.toContain(record.panHash);
        const whole = wholeRecord('card', { rowId, panHash: panHash ?? '', body });
        expect(whole).toEqual(record);
      }),
    );
  });

  it('that a cache of before has whole is read as it stands there', () => {
    fc.assert(
      fc.property(cards, (record) => {
        const { cardId: rowId } = record;
        const kept = { rowId, panHash: '', body: JSON.stringify(record) };
        expect(wholeRecord('card', kept)).toEqual(record);
      }),
    );
  });

  it('leaves nothing out of any other row', () => {
    const record = { groupId: null, name: 'Fuels' };
    const kept = keptRecord({ entity: 'product-group', rowId: 'g-1', record });
    expect(kept).toEqual({ panHash: null, body: JSON.stringify(record) });
    expect(wholeRecord('product-group', { rowId: 'g-1', ...kept, panHash: '' })).toEqual(record);
  });
});
