import { describe, expect, it } from 'vitest';
import { voucherRefusal, type Voucher } from '#domain/voucher/voucher.ts';

const voucher: Voucher = {
  voucherId: 'talon-1',
  contractId: 'contract-1',
  productId: 'diesel',
  nominalMl: 20_000,
  priceMinorPerLitre: 29_500,
  validTo: '2026-11-21',
  stationIds: null,
  state: 'issued',
};
const place = { stationId: 'station-1', zone: 'Asia/Almaty', productId: 'diesel' };
/** 23:59 and 00:00 of the next day in Almaty (UTC+5). */
const LAST_MINUTE_MS = Date.UTC(2026, 10, 21, 18, 59);
const NEXT_DAY_MS = Date.UTC(2026, 10, 21, 19, 0);

describe('a voucher', () => {
  it('is good to the last minute of its last day in the zone of the station, and not after it', () => {
    expect(voucherRefusal(voucher, { ...place, atMs: LAST_MINUTE_MS })).toBeNull();
    expect(voucherRefusal(voucher, { ...place, atMs: NEXT_DAY_MS })).toBe('VOUCHER_EXPIRED');
    // Further west it is still the day before.
    const west = { ...place, zone: 'Europe/Moscow' };
    expect(voucherRefusal(voucher, { ...west, atMs: NEXT_DAY_MS })).toBeNull();
  });

  it('says why it is not taken: stopped, given back, elsewhere, another product', () => {
    const at = { ...place, atMs: LAST_MINUTE_MS };
    expect(voucherRefusal({ ...voucher, state: 'blocked' }, at)).toBe('VOUCHER_BLOCKED');
    expect(voucherRefusal({ ...voucher, state: 'returned' }, at)).toBe('VOUCHER_RETURNED');
    const only = { ...voucher, stationIds: ['station-2'] };
    expect(voucherRefusal(only, at)).toBe('STATION_NOT_ALLOWED');
    expect(voucherRefusal(voucher, { ...at, productId: 'ai-95' })).toBe('PRODUCT_NOT_ALLOWED');
    expect(voucherRefusal(voucher, { ...at, productId: null })).toBeNull();
  });
});
