import { parseAllowanceKey } from '#domain/limit/allowance.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import { isForProduct } from '#domain/voucher/voucher.ts';
import type { VoucherTerms } from '#protocol/routes/asset.ts';
import type { Facts } from '../journal/facts.ts';
import type { Writing } from '../journal/journal.ts';
import { leasesOn } from '../lease/lease-store.ts';

/**
 * What vouchers in reserve here are for. They were leased for this station alone, and a lease ends
 * with the voucher's last day: only what is filled remains to be judged without the link.
 */
interface Kept {
  readonly allowanceKey: string;
  readonly voucher: VoucherTerms;
  readonly atMs: number;
}

/** Keeps the terms beside those of vouchers that still have a lease here. */
export function keepVoucherTerms(
  { db, facts }: Writing,
  { allowanceKey, voucher, atMs }: Kept,
): void {
  const before = Object.entries(facts.get('voucherTerms') ?? {});
  const alive = before.filter(([key]) =>
    leasesOn(db, [key]).some(({ expiresAtMs }) => expiresAtMs > atMs),
  );
  facts.set('voucherTerms', { ...Object.fromEntries(alive), [allowanceKey]: voucher });
}

/** Whether what is in reserve may be judged here: points, and a voucher of which it is known. */
export function isJudgedHere(facts: Pick<Facts, 'get'>, allowanceKey: string): boolean {
  const { voucherId } = parseAllowanceKey(allowanceKey);
  return voucherId === null || facts.get('voucherTerms')?.[allowanceKey] !== undefined;
}

/**
 * Refused with PRODUCT_NOT_ALLOWED as the authority would, and with ONLINE_REQUIRED where the
 * backend that leased it did not say what it is for.
 * @param productId null where the product is not chosen yet
 */
export function judgeVoucher(
  facts: Pick<Facts, 'get'>,
  { allowanceKey, productId }: { readonly allowanceKey: string; readonly productId: string | null },
): Result<null> {
  if (!isJudgedHere(facts, allowanceKey)) return refuse('ONLINE_REQUIRED');
  const voucher = facts.get('voucherTerms')?.[allowanceKey];
  const isOther = voucher !== undefined && !isForProduct(voucher, productId);
  return isOther ? refuse('PRODUCT_NOT_ALLOWED') : ok(null);
}
