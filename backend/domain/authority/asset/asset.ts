import { pointsAllowanceKey, voucherAllowanceKey } from '../../limit/allowance.ts';
import type { PointsAccount, PointsAccrual } from '../../points/points.ts';
import type { Redemption } from '../../redemption/redemption.ts';
import { VOUCHER_REDEMPTIONS, type Voucher } from '../../voucher/voucher.ts';

/**
 * What is owned beside money and limits, and what was taken of it. All of it is kept alike: one row
 * by its key, which belongs to one contract for good.
 */
export type Asset =
  | { readonly kind: 'points-account'; readonly account: PointsAccount }
  | { readonly kind: 'accrual'; readonly accrual: PointsAccrual }
  | { readonly kind: 'voucher'; readonly voucher: Voucher }
  | { readonly kind: 'redemption'; readonly redemption: Redemption }
  | {
      readonly kind: 'refused-redemption';
      readonly redemptionId: string;
      readonly contractId: string;
    };

export function accrualKey(saleId: string): string {
  return `accrual/${saleId}`;
}

export function redemptionKey(redemptionId: string): string {
  return `redemption/${redemptionId}`;
}

/** The key of a row: a points account and a voucher are found by their allowance's. */
export function assetKey(asset: Asset): string {
  switch (asset.kind) {
    case 'points-account':
      return pointsAllowanceKey(asset.account.pointsAccountId);
    case 'accrual':
      return accrualKey(asset.accrual.saleId);
    case 'voucher':
      return voucherAllowanceKey(asset.voucher.voucherId);
    case 'redemption':
      return redemptionKey(asset.redemption.redemptionId);
    case 'refused-redemption':
      return redemptionKey(asset.redemptionId);
  }
}

/** The contract that a row belongs to. */
export function assetContractId(asset: Asset): string {
  switch (asset.kind) {
    case 'points-account':
      return asset.account.contractId;
    case 'accrual':
      return asset.accrual.contractId;
    case 'voucher':
      return asset.voucher.contractId;
    case 'redemption':
      return asset.redemption.contractId;
    case 'refused-redemption':
      return asset.contractId;
  }
}

/** How much the allowance of a points account or a voucher gives in all; null for other rows. */
export function assetAmount(asset: Asset): number | null {
  if (asset.kind === 'points-account') return asset.account.creditedPoints;
  return asset.kind === 'voucher' ? VOUCHER_REDEMPTIONS : null;
}
