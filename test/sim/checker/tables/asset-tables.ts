import type { ReadableDb } from '#sqlite/open.ts';
import { all } from './rows.ts';

/** Vouchers, points and what was taken of them, as the backend's tables have them. */
export interface AssetTables {
  /** By allowance key, `voucher/<id>`. */
  readonly vouchers: ReadonlyMap<string, VoucherRow>;
  /** By allowance key, `points/<id>`. */
  readonly points: ReadonlyMap<string, PointsRow>;
  readonly accruals: readonly AccrualRow[];
  readonly redemptions: readonly RedemptionRow[];
}

export interface VoucherRow {
  readonly voucherId: string;
  readonly contractId: string;
  readonly nominalMl: number;
  readonly priceMinorPerLitre: number;
  /** Its last day at the station. */
  readonly validTo: string;
  readonly state: string;
}

export interface PointsRow {
  readonly pointsAccountId: string;
  readonly creditedPoints: number;
  readonly debtPoints: number;
}

export interface AccrualRow {
  readonly saleId: string;
  readonly pointsAccountId: string;
  readonly points: number;
  readonly reversed: boolean;
}

export interface RedemptionRow {
  readonly redemptionId: string;
  readonly allowanceKey: string;
  readonly contractId: string;
  readonly workstationId: string;
  readonly quantity: number;
  readonly leaseId: string | null;
  readonly mode: 'online' | 'offline';
  readonly state: 'held' | 'captured' | 'reversed';
  readonly volumeMl: number | null;
}

/** What a row of the table is; the others have no body that counts. */
type AssetBody =
  | { readonly kind: 'voucher'; readonly voucher: VoucherRow }
  | { readonly kind: 'points-account'; readonly account: PointsRow }
  | { readonly kind: 'accrual'; readonly accrual: AccrualRow }
  | { readonly kind: 'redemption'; readonly redemption: RedemptionRow }
  | { readonly kind: 'refused-redemption' };

export function readAssets(db: ReadableDb): AssetTables {
  const vouchers = new Map<string, VoucherRow>();
  const points = new Map<string, PointsRow>();
  const accruals: AccrualRow[] = [];
  const redemptions: RedemptionRow[] = [];
  const rows = all<{ key: string; body: string }>(
    db,
    'SELECT asset_key AS key, body FROM asset ORDER BY asset_key',
  );
  for (const { key, body } of rows) {
    const asset = JSON.parse(body) as AssetBody;
    if (asset.kind === 'voucher') vouchers.set(key, asset.voucher);
    else if (asset.kind === 'points-account') points.set(key, asset.account);
    else if (asset.kind === 'accrual') accruals.push(asset.accrual);
    else if (asset.kind === 'redemption') redemptions.push(asset.redemption);
  }
  return { vouchers, points, accruals, redemptions };
}
