import type { Decision } from '../change.ts';
import type { Facts } from '../facts.ts';
import type { AssetCommand } from './asset-command.ts';
import {
  decideAssetLease,
  decideBookRedemption,
  decideRedeem,
  decideRedemptionCapture,
  decideRedemptionReverse,
} from './decide-asset.ts';
import {
  decideAccrualReverse,
  decidePointsAccrue,
  decidePointsOpen,
  decideVoucherBlock,
  decideVoucherIssue,
} from './decide-asset-office.ts';

/** What points and vouchers are asked for: facts in, outcome and changes out, nothing else. */
export function decideAssets(command: AssetCommand, facts: Facts): Decision {
  switch (command.kind) {
    case 'points.open':
      return decidePointsOpen(command, facts);
    case 'points.accrue':
      return decidePointsAccrue(command, facts);
    case 'points.reverse-accrual':
      return decideAccrualReverse(command, facts);
    case 'voucher.issue':
      return decideVoucherIssue(command, facts);
    case 'voucher.block':
      return decideVoucherBlock(command, facts);
    case 'asset.redeem':
      return decideRedeem(command, facts);
    case 'asset.book-redemption':
      return decideBookRedemption(command, facts);
    case 'asset.capture':
      return decideRedemptionCapture(command, facts);
    case 'asset.reverse':
      return decideRedemptionReverse(command, facts);
    case 'asset.lease':
      return decideAssetLease(command, facts);
  }
}
