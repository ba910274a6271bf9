import type { CommandBase, WorkstationCommand } from './command-base.ts';
import type { AssetCommand } from './asset/asset-command.ts';
import type { CloseContractCommand, SignContractCommand } from './contract-command.ts';
import type { CardGroup } from '../card/card-group.ts';
import type { BlockReason } from '../card/card-state.ts';
import type { OwnedRules } from '../card/purchase-rules.ts';
import type { Lease } from '../lease/lease.ts';
import type { ContractTerms } from '../contract/terms.ts';
import type { Limit, SeenTerms } from '../limit/limit.ts';
import type { Quantity } from '../limit/measure.ts';
import type { Ask, PinCheck } from '../sale/authorize.ts';
import type { RefundTo } from '../sale/refund.ts';
import type { SalePart } from '../sale/sale.ts';
import type { SaleLine } from '../sale/sale-line.ts';

/**
 * Everything that changes what may be spent goes through the authority as one of these commands.
 * Each has an id made by whoever asks; asking again with the same id returns the first answer (I2).
 */
export type AuthorityCommand =
  | AssetCommand
  | AuthorizeCommand
  | CaptureCommand
  | ReverseCommand
  | BookHoldCommand
  | EnterSaleCommand
  | GrantLeasesCommand
  | ReturnLeaseCommand
  | DeclareLostCommand
  | BookLeasesCommand
  | BlockCardCommand
  | UnblockCardCommand
  | TakeBackCardCommand
  | ReportPinErrorCommand
  | SetLimitCommand
  | LowerLimitCommand
  | RemoveLimitCommand
  | SetLimitsCommand
  | PreviewSaleCommand
  | SetRulesCommand
  | PutGroupCommand
  | AssignCardsCommand
  | DissolveGroupCommand
  | RefundCommand
  | VoidHoldCommand
  | TopUpCommand
  | SetTermsCommand
  | SignContractCommand
  | CloseContractCommand
  | CorrectCommand
  | LockPeriodCommand
  | ReopenPeriodCommand;

export interface AuthorizeCommand extends WorkstationCommand {
  readonly kind: 'sale.authorize';
  readonly saleId: string;
  readonly cardId: string;
  readonly stationId: string;
  readonly productId: string;
  readonly pumpNumber: number;
  readonly operatorId: string;
  readonly ask: Ask;
  readonly pin: PinCheck;
  /**
   * Own lease parts that the workstation has already lowered and gives back with the request
   * (architecture §7).
   */
  readonly leaseReturns: readonly LeaseReturn[];
  /** Whether it may be left unanswered while leases are called back (architecture §7). */
  readonly mayRecall?: boolean;
  /** While the network is recovered: only within declared exposure (architecture §8). */
  readonly withinDeclared?: boolean;
}

export interface LeaseReturn {
  readonly returnId: string;
  readonly leaseId: string;
  /** In the unit of the lease's measure. */
  readonly quantity: number;
}

export interface CaptureCommand extends WorkstationCommand {
  readonly kind: 'sale.capture';
  readonly saleId: string;
  readonly volumeMl: number;
  readonly capturedAtMs: number;
  readonly slipNumber: number | null;
  /** What the workstation worked out; null where it told none (acceptance C11). */
  readonly told: { readonly amountMinor: number; readonly vatMinor: number } | null;
}

export interface ReverseCommand extends WorkstationCommand {
  readonly kind: 'sale.reverse';
  readonly saleId: string;
  readonly reversedAtMs: number;
}

/**
 * A hold that a workstation gave by itself, from leases: late truth, always booked (architecture
 * §7).
 */
export interface BookHoldCommand extends WorkstationCommand {
  readonly kind: 'sale.book-hold';
  /**
   * online: the authority gave it, and a backup may have lost it since (architecture §8). Absent:
   * offline.
   */
  readonly mode?: 'online' | 'offline';
  readonly saleId: string;
  readonly cardId: string;
  readonly stationId: string;
  readonly productId: string;
  readonly pumpNumber: number;
  readonly operatorId: string;
  readonly priceMinorPerLitre: number;
  readonly vatRateBp: number;
  readonly authorizedAtMs: number;
  readonly holdAmountMinor: number;
  readonly holdVolumeMl: number;
  /** How far above the hold the workstation lets it be captured. */
  readonly toleranceMl: number;
  readonly parts: readonly SalePart[];
  /** The lines of the hold; empty when a workstation of before told none. */
  readonly lines: readonly SaleLine[];
}

/**
 * A fill that was written on paper while everything was down, and is entered by hand (architecture
 * §7). Late truth: counted whole, at the prices and terms of its own instant.
 */
export interface EnterSaleCommand extends WorkstationCommand {
  readonly kind: 'sale.enter';
  /** Follows from the paper slip: the same slip is the same sale. */
  readonly saleId: string;
  readonly cardId: string;
  /** The contract that the card was on when it was filled. */
  readonly contractId: string;
  readonly stationId: string;
  readonly productId: string;
  readonly pumpNumber: number;
  /** Who enters it. */
  readonly operatorId: string;
  readonly volumeMl: number;
  readonly filledAtMs: number;
  readonly slipNumber: number;
  /** Only says what it would come to. */
  readonly dryRun: boolean;
}

export interface GrantLeasesCommand extends WorkstationCommand {
  readonly kind: 'lease.grant';
  readonly cardId: string;
  readonly stationId: string;
  readonly wanted: Quantity;
  /** What the workstation expects to sell on all cards of the contract together. */
  readonly wantedTogether?: Quantity;
  /** Leases issued until then are no use to the workstation any more: it has killed them. */
  readonly deadUntilMs?: number;
}

/**
 * Leases that a workstation has, as it tells: known to the authority, or granted in a time that a
 * restored backup has lost (architecture §8).
 */
export interface BookLeasesCommand extends WorkstationCommand {
  readonly kind: 'lease.book';
  /** Of one grant: on one card and its contract. */
  readonly leases: readonly Lease[];
}

export interface ReturnLeaseCommand extends WorkstationCommand {
  readonly kind: 'lease.return';
  readonly leaseReturn: LeaseReturn;
}

/**
 * Takes leases away from a workstation that is lost: what it could still spend is named and not
 * counted any more (architecture §7). One command per contract.
 */
export interface DeclareLostCommand extends CommandBase {
  readonly kind: 'workstation.declare-lost';
  /** The one that is lost; nobody asks at it. */
  readonly lostWorkstationId: string;
  readonly contractId: string;
  readonly leaseIds: readonly string[];
}

export interface BlockCardCommand extends CommandBase {
  readonly kind: 'card.block';
  readonly cardId: string;
  readonly reason: BlockReason;
}

export interface UnblockCardCommand extends CommandBase {
  readonly kind: 'card.unblock';
  readonly cardId: string;
  readonly by: 'client' | 'staff';
}

/** The client gives a card up (row N-08): it never sells again, and the money stays. */
export interface TakeBackCardCommand extends CommandBase {
  readonly kind: 'card.take-back';
  readonly cardId: string;
}

/** A wrong PIN typed offline, reported with the journal (row N-20). */
export interface ReportPinErrorCommand extends CommandBase {
  readonly kind: 'card.pin-error';
  readonly cardId: string;
}

export interface SetLimitCommand extends CommandBase {
  readonly kind: 'limit.set';
  readonly contractId: string;
  /** Its terms are those to come; nothing is planned in it. */
  readonly limit: Limit;
  /** From which terms it was worked out; left out, nothing is compared. */
  readonly seen?: SeenTerms['terms'];
  /** From when they apply; at once where it is left out or past. */
  readonly fromMs?: number | null;
  readonly userId?: string | null;
}

/** A limit of a card that a workstation has lowered without the link (row N-16). */
export interface LowerLimitCommand extends WorkstationCommand {
  readonly kind: 'limit.lower';
  readonly limitId: string;
  readonly cardId: string;
  /** In the unit of the limit's measure. */
  readonly amount: number;
  /** Null where the line does not say. */
  readonly userId?: string | null;
}

export interface RemoveLimitCommand extends CommandBase {
  readonly kind: 'limit.remove';
  readonly contractId: string;
  readonly limitId: string;
  readonly seen?: SeenTerms['terms'];
  readonly fromMs?: number | null;
  readonly userId?: string | null;
}

/** Many limits of one contract, and rules that come with them, in one decision (row O-16). */
export interface SetLimitsCommand extends CommandBase {
  readonly kind: 'limit.set-many';
  readonly contractId: string;
  readonly limits: readonly Limit[];
  /** Ids of limits that go. */
  readonly removals: readonly string[];
  /** From which terms limits and removals were worked out; what is not named is not compared. */
  readonly seen?: readonly SeenTerms[];
  readonly rules: readonly OwnedRules[];
  /** What those of the command were worked out from; what is not named is not compared. */
  readonly rulesSeen?: readonly OwnedRules[];
  readonly fromMs: number | null;
  readonly userId?: string | null;
  /** What the parts together must not exceed; null when nothing is divided. */
  readonly budget: Budget | null;
  /** Leaves out what is invalid instead of refusing everything. */
  readonly skipInvalid: boolean;
  /** Only says what would become of each. */
  readonly dryRun: boolean;
}

/** A limit of the contract by its id, or what is left of its money. */
export interface Budget {
  readonly limitId: string | null;
}

/** Whether a purchase would pass; it is not made. */
export interface PreviewSaleCommand extends CommandBase {
  readonly kind: 'sale.preview';
  readonly cardId: string;
  readonly stationId: string;
  readonly productId: string;
  readonly ask: Ask;
  /** The moment the purchase would be made at, never before now; left out or null: now. */
  readonly forMs?: number | null;
}

export interface SetRulesCommand extends CommandBase {
  readonly kind: 'rules.set';
  readonly contractId: string;
  readonly owned: OwnedRules;
}

export interface PutGroupCommand extends CommandBase {
  readonly kind: 'card-group.put';
  readonly contractId: string;
  readonly group: CardGroup;
}

export interface AssignCardsCommand extends CommandBase {
  readonly kind: 'card-group.assign';
  readonly contractId: string;
  /** Null takes the cards out of any group. */
  readonly groupId: string | null;
  readonly cardIds: readonly string[];
}

export interface DissolveGroupCommand extends CommandBase {
  readonly kind: 'card-group.dissolve';
  readonly contractId: string;
  readonly groupId: string;
  /** The cards that were in it when it was looked up. */
  readonly cardIds: readonly string[];
  readonly userId?: string | null;
}

export interface TopUpCommand extends CommandBase {
  readonly kind: 'contract.top-up';
  readonly contractId: string;
  readonly amountMinor: number;
  /** When the bank had it (acceptance C3). */
  readonly effectiveAtMs: number;
  readonly memo: string;
}

/** Part of a fill, or all of it, comes back. Null workstation: made in the office. */
export interface RefundCommand extends CommandBase {
  readonly kind: 'sale.refund';
  readonly refundId: string;
  readonly saleId: string;
  /** The card that was shown; null when it goes to the account without it. */
  readonly cardId: string | null;
  readonly to: RefundTo;
  readonly volumeMl: number;
  readonly reason: string;
  /** Where it was made. */
  readonly stationId: string;
  readonly operatorId: string;
  readonly refundedAtMs: number;
  readonly slipNumber: number | null;
  /**
   * What a workstation gave back already, of a fill of its own; null where the authority is asked.
   */
  readonly told: { readonly amountMinor: number; readonly vatMinor: number } | null;
}

/**
 * Gives up a hold that its workstation can no longer end: it is lost, or has told everything
 * without it (architecture §6).
 */
export interface VoidHoldCommand extends CommandBase {
  readonly kind: 'hold.void';
  readonly saleId: string;
}

/** Tolerance, fees and discounts of a contract; holds that were given keep theirs. */
export interface SetTermsCommand extends CommandBase {
  readonly kind: 'contract.set-terms';
  readonly contractId: string;
  readonly terms: ContractTerms;
}

/** Takes a wrong payment back and books the right one; both are new entries. */
export interface CorrectCommand extends CommandBase {
  readonly kind: 'ledger.correct';
  readonly contractId: string;
  readonly transferId: string;
  /** What the payment should have been; 0 when it was none of this client's. */
  readonly rightAmountMinor: number;
  readonly reason: string;
  readonly userId: string;
  /** The asker has seen that the entry's period is locked. */
  readonly knowsLocked: boolean;
}

interface LockCommand extends CommandBase {
  readonly userId: string;
  /** The last day that is locked, as a person says it; empty when none is. */
  readonly throughDate: string;
  /** Nothing is booked before this instant. */
  readonly beforeMs: number;
}

export interface LockPeriodCommand extends LockCommand {
  readonly kind: 'ledger.lock-period';
}

export interface ReopenPeriodCommand extends LockCommand {
  readonly kind: 'ledger.reopen-period';
  readonly reason: string;
}
