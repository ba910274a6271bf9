import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARD_BYTES, LEASE_BYTES, rowsKept } from '#store/sqlite/authority/kept-rows.ts';

describe('rows that are kept between decisions', () => {
  it('take a sixteenth of the memory at most, both generations with their leases', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (memoryBytes) => {
        const bytes = 2 * rowsKept(memoryBytes) * (CARD_BYTES + LEASE_BYTES);
        expect(bytes).toBeLessThanOrEqual(memoryBytes / 16);
      }),
    );
  });
});
