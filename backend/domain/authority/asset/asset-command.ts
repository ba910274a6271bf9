import type { Redemption } from '../../redemption/redemption.ts';
import type { Voucher } from '../../voucher/voucher.ts';
import type { CommandBase, WorkstationCommand } from '../command-base.ts';

/** Points and vouchers at the authority; each names the contract that it is about. */
export type AssetCommand =
  | OpenPointsCommand
  | AccruePointsCommand
  | ReverseAccrualCommand
  | IssueVouchersCommand
  | BlockVoucherCommand
  | RedeemCommand
  | BookRedemptionCommand
  | CaptureRedemptionCommand
  | ReverseRedemptionCommand
  | GrantAssetLeaseCommand;

export interface OpenPointsCommand extends CommandBase {
  readonly kind: 'points.open';
  readonly contractId: string;
  readonly pointsAccountId: string;
  readonly programmeId: string;
}

/** What a sale has brought; once per sale, whoever asks how often (I7). */
export interface AccruePointsCommand extends CommandBase {
  readonly kind: 'points.accrue';
  readonly contractId: string;
  readonly pointsAccountId: string;
  readonly saleId: string;
  readonly points: number;
}

/** Takes back exactly what a sale had brought (acceptance §4.8). */
export interface ReverseAccrualCommand extends CommandBase {
  readonly kind: 'points.reverse-accrual';
  readonly contractId: string;
  readonly pointsAccountId: string;
  readonly saleId: string;
}

/** Vouchers are paid in full when they are issued (acceptance §2.3). */
export interface IssueVouchersCommand extends CommandBase {
  readonly kind: 'voucher.issue';
  readonly contractId: string;
  readonly vouchers: readonly Omit<Voucher, 'contractId' | 'state'>[];
}

export interface BlockVoucherCommand extends CommandBase {
  readonly kind: 'voucher.block';
  readonly contractId: string;
  readonly voucherId: string;
}

/** Points or a voucher at a desk that has the link. */
export interface RedeemCommand extends WorkstationCommand {
  readonly kind: 'asset.redeem';
  readonly contractId: string;
  readonly redemptionId: string;
  /** `points/<id>` or `voucher/<id>`. */
  readonly allowanceKey: string;
  readonly quantity: number;
  readonly stationId: string;
  /** The station's zone: it says which day it is there. */
  readonly zone: string;
  /** Null for points, and where a voucher's product is not chosen yet. */
  readonly productId: string | null;
  readonly operatorId: string;
  readonly mayRecall?: boolean;
}

/**
 * A redemption that a workstation made from its lease: late truth, always booked. One that the
 * authority gave itself is news only to a database that was restored from a backup.
 */
export interface BookRedemptionCommand extends WorkstationCommand {
  readonly kind: 'asset.book-redemption';
  readonly mode: Redemption['mode'];
  readonly contractId: string;
  readonly redemptionId: string;
  readonly allowanceKey: string;
  readonly quantity: number;
  readonly stationId: string;
  readonly operatorId: string;
  readonly leaseId: string | null;
  readonly heldAtMs: number;
}

export interface CaptureRedemptionCommand extends WorkstationCommand {
  readonly kind: 'asset.capture';
  readonly contractId: string;
  readonly redemptionId: string;
  readonly volumeMl: number | null;
  readonly capturedAtMs: number;
}

export interface ReverseRedemptionCommand extends WorkstationCommand {
  readonly kind: 'asset.reverse';
  readonly contractId: string;
  readonly redemptionId: string;
  /** The lease that the redemption came from; null when the authority itself gave it. */
  readonly fromLeaseId: string | null;
  readonly reversedAtMs: number;
}

/** The right to redeem offline at one workstation: points, or a voucher as a whole (I6). */
export interface GrantAssetLeaseCommand extends WorkstationCommand {
  readonly kind: 'asset.lease';
  readonly contractId: string;
  readonly allowanceKey: string;
  readonly wanted: number;
  readonly stationId: string;
  readonly zone: string;
}

interface AssetFactKeys {
  readonly contractId: string;
  readonly sharedIds?: readonly string[];
  readonly leaseIds?: readonly string[];
  readonly ownLeases?: true;
}

/** What a command on points or vouchers is decided on beside the rows that it names. */
export function assetFactKeys(command: AssetCommand): AssetFactKeys {
  const { contractId } = command;
  if (command.kind === 'asset.lease') return { contractId, ownLeases: true };
  const named = 'leaseId' in command ? command.leaseId : leaseOf(command);
  return { contractId, sharedIds: sharedBy(command), leaseIds: named === null ? [] : [named] };
}

/**
 * A redemption is taken back by its id alone, a sale brings points once whoever they are for, an
 * account belongs to the first who opens it and a voucher to the first who issues it. Whoever
 * issues many names them all by one word, and by its id the entry of what they cost.
 */
function sharedBy(command: AssetCommand): readonly string[] {
  if ('redemptionId' in command) return [command.redemptionId];
  if (command.kind === 'points.accrue') return [command.saleId];
  if (command.kind === 'points.open') return [command.pointsAccountId];
  return command.kind === 'voucher.issue' ? [command.kind, command.commandId] : [];
}

/** A reversal gives back to the lease that its redemption came from; whoever asks names it. */
function leaseOf(command: Exclude<AssetCommand, BookRedemptionCommand>): string | null {
  return command.kind === 'asset.reverse' ? command.fromLeaseId : null;
}
