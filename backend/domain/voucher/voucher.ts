import { acceptedAt } from '../station/station.ts';
import { localDate } from '../time/local-date.ts';

/**
 * `redeemed` is told by what is counted on the voucher's allowance, not by its state: a code that
 * two desks show at once is decided by one inequality (I6).
 */
export type VoucherState = 'issued' | 'blocked' | 'returned';

/**
 * An electronic talon: product, quantity and price are fixed when it is issued, whoever presents it
 * gets the goods inside its term (acceptance §2.3). It is redeemed whole, once.
 */
export interface Voucher {
  readonly voucherId: string;
  readonly contractId: string;
  readonly productId: string;
  readonly nominalMl: number;
  readonly priceMinorPerLitre: number;
  /** Last day, inclusive, as a date of the station's zone. */
  readonly validTo: string;
  /** Null means every station of the network. */
  readonly stationIds: readonly string[] | null;
  readonly state: VoucherState;
}

export type VoucherRefusal =
  | 'VOUCHER_BLOCKED'
  | 'VOUCHER_RETURNED'
  | 'VOUCHER_EXPIRED'
  | 'STATION_NOT_ALLOWED'
  | 'PRODUCT_NOT_ALLOWED';

export interface VoucherPlace {
  readonly stationId: string;
  /** The station's zone: it says which day it is there. */
  readonly zone: string;
  readonly atMs: number;
  /** What the driver wants to fill; null where only the voucher itself is asked about. */
  readonly productId: string | null;
}

/** How many redemptions a voucher allows: its allowance's amount. */
export const VOUCHER_REDEMPTIONS = 1;

/** Why the voucher is not taken here and now, or null. Whether it is used up is judged apart. */
export function voucherRefusal(voucher: Voucher, place: VoucherPlace): VoucherRefusal | null {
  if (voucher.state === 'blocked') return 'VOUCHER_BLOCKED';
  if (voucher.state === 'returned') return 'VOUCHER_RETURNED';
  if (localDate(place.atMs, place.zone) > voucher.validTo) return 'VOUCHER_EXPIRED';
  if (!acceptedAt(voucher.stationIds, place)) return 'STATION_NOT_ALLOWED';
  return isForProduct(voucher, place.productId) ? null : 'PRODUCT_NOT_ALLOWED';
}

/** @param productId null where only the voucher itself is asked about */
export function isForProduct(
  voucher: Pick<Voucher, 'productId'>,
  productId: string | null,
): boolean {
  return productId === null || productId === voucher.productId;
}
