import type { CardGroup } from '../card/card-group.ts';
import type { Card } from '../card/card.ts';
import type { KeptRules } from '../card/planned-rules.ts';
import type { OwnedRules, StationPlace } from '../card/purchase-rules.ts';
import {
  clientAccountKey,
  type ClientAccountName,
  type ClientUnderProgramme,
} from '../client/client-account.ts';
import type { Contract } from '../contract/contract.ts';
import { accountKey } from '../identity/login.ts';
import type { Transfer } from '../ledger/ledger.ts';
import type { Limit } from '../limit/limit.ts';
import type { LeaseAccount } from '../lease/lease.ts';
import type { Product } from '../product/product.ts';
import type { Refund } from '../sale/refund.ts';
import type { Sale } from '../sale/sale.ts';
import type { Asset } from './asset/asset.ts';
import { assetFactKeys, type AssetCommand } from './asset/asset-command.ts';
import type { AuthorityCommand, PreviewSaleCommand } from './command.ts';
import type { SignContractCommand } from './contract-command.ts';
import { ownerOfLimit, type CounterLookup } from './pack.ts';

export type WorkstationState = 'active' | 'revoked' | 'lost';

export interface WorkstationFacts {
  readonly workstationId: string;
  readonly stationId: string;
  readonly state: WorkstationState;
}

export interface HoldOwner {
  readonly state: WorkstationState;
  /** When it asked for the hold, by its own clock; null while it has not told of asking. */
  readonly askedAtMs: number | null;
  /** The instant of the last journal line that it has told, by its own clock. */
  readonly toldThroughMs: number;
  /**
   * When the authority gave it the newest hold of which it has told, by the authority's clock; 0
   * where it has told of none.
   */
  readonly heldThroughMs: number;
  /** Whether it has told that it saw the hold, and so may still capture it. */
  readonly knowsHold: boolean;
}

/** All that one command is decided on, read inside the transaction that will write the decision. */
export interface Facts {
  readonly workstation: WorkstationFacts | null;
  readonly card: Card | null;
  readonly contract: Contract | null;
  readonly product: Product | null;
  /** The price in force at the command's station; null when none is. */
  readonly priceMinorPerLitre: number | null;
  /** VAT rate of the station's country on the day of the command, in basis points. */
  readonly vatRateBp: number;
  /** The station where the card is sold most; null while it was sold nowhere. */
  readonly homeStationId: string | null;
  readonly sale: Sale | null;
  /**
   * True when the id was reversed before it was ever seen: it is refused for ever (architecture
   * §6).
   */
  readonly saleRefused: boolean;
  /** Limits of the card and of its contract where remainders are judged, and the named one. */
  readonly limits: readonly Limit[];
  /** Rules of card, group and contract in force, where a purchase is judged. */
  readonly rules: readonly OwnedRules[];
  /** Where the command's station is; null where none is named. */
  readonly place: StationPlace | null;
  /** The last authorization on the card, for the pause between two. */
  readonly lastSaleAtMs: number | null;
  readonly counters: CounterLookup;
  /** Leases that command and sale name; for a grant also what its workstation holds already. */
  readonly leases: readonly LeaseAccount[];
  /** Returns, of those that the command names, that were booked before. */
  readonly bookedReturnIds: ReadonlySet<string>;
  /** The books are locked before this instant; 0 when no period is. */
  readonly lockedBeforeMs: number;
  /** The refund that has the id of the command already. */
  readonly refund: Refund | null;
  /** The entry that a correction names; the one that has the id which a fill or refund takes. */
  readonly transfer: Transfer | null;
  /** Whether that entry was taken back before. */
  readonly isTakenBack: boolean;
  /** What is known of the workstation of the hold that is to be given up. */
  readonly holdOwner: HoldOwner | null;
  /**
   * What is left of the exposure that a person declared for the contract while the network is
   * recovered, in minor units; null where it is not recovered, or the command does not ask.
   */
  readonly declaredLeftMinor: number | null;
  /** Whatever else a command names: a command for many cards asks for each. */
  readonly look: FactLook;
}

/** Rows by id, as the batch stands. */
export interface FactLook {
  card(cardId: string): Card | null;
  /** Ids of fills that are allowed on a card and have not ended. */
  heldSales(cardId: string): readonly string[];
  group(groupId: string): CardGroup | null;
  limitsOf(ownerKey: string): readonly Limit[];
  /** What an owner lets be bought, and will; null where it has no rules. */
  rulesOf(ownerKey: string): KeptRules | null;
  /** Who has a limit's id, or had it before it was removed; null for a new one. */
  limitPlace(limitId: string): LimitPlace | null;
  /** A points account, a voucher, or what was taken of one, by its key. */
  asset(assetKey: string): Asset | null;
  /** The account that a client has under a programme. */
  clientAccount(of: ClientUnderProgramme): ClientAccountName | null;
  /** Whether somebody has a login, by its `accountKey`. */
  isLoginTaken(key: string): boolean;
  /** An entry of the books; a sale's has the sale's id, a payment's that of its command. */
  transfer(transferId: string): Transfer | null;
}

export interface LimitPlace {
  readonly ownerKey: string;
  readonly contractId: string;
  /** As `limitShape` made it; null for a limit that was removed before shapes were kept. */
  readonly shape: string | null;
}

/** What the store has to look up for a command; what is null is not needed. */
export interface FactKeys {
  readonly workstationId: string | null;
  readonly cardId: string | null;
  readonly contractId: string | null;
  readonly stationId: string | null;
  readonly productId: string | null;
  readonly saleId: string | null;
  /** What commands of different contracts, or of one that nobody told, may name at once. */
  readonly sharedIds: readonly string[];
  readonly limitId: string | null;
  readonly leaseIds: readonly string[];
  readonly returnIds: readonly string[];
  /** Whether the decision depends on what is left of limits and money. */
  readonly judgesRemainders: boolean;
  /** Whether it depends on the leases that its workstation holds on the contract. */
  readonly ownLeases: boolean;
  /** The owner of the limit that the command sets. */
  readonly limitOwnerKey: string | null;
  readonly refundId: string | null;
  /** The entry that is to be corrected, or that must not be there yet. */
  readonly transferId: string | null;
  /** Whether it matters what the sale's workstation can still do. */
  readonly ownerOfHold: boolean;
  /** Whether it is decided within declared exposure. */
  readonly declaredLeft: boolean;
  /** The instant whose windows, price and VAT rate count. */
  readonly effectiveAtMs: number;
}

const NOTHING: Omit<FactKeys, 'workstationId' | 'effectiveAtMs'> = {
  cardId: null,
  contractId: null,
  stationId: null,
  productId: null,
  saleId: null,
  sharedIds: [],
  limitId: null,
  leaseIds: [],
  returnIds: [],
  judgesRemainders: false,
  ownLeases: false,
  limitOwnerKey: null,
  refundId: null,
  transferId: null,
  ownerOfHold: false,
  declaredLeft: false,
};

const JUDGING = { judgesRemainders: true } as const;

/**
 * Names the facts that a command needs. Where a sale is named, its card, contract and station
 * follow from it.
 */
export function factKeys(command: AuthorityCommand): FactKeys {
  const base = {
    ...NOTHING,
    workstationId: command.workstationId,
    effectiveAtMs: command.atMs,
  };
  switch (command.kind) {
    case 'sale.authorize': {
      const { saleId, cardId, stationId, productId, leaseReturns } = command;
      const leaseIds = leaseReturns.map((r) => r.leaseId);
      const returnIds = leaseReturns.map((r) => r.returnId);
      const named = { saleId, cardId, stationId, productId, leaseIds, returnIds };
      const declaredLeft = command.withinDeclared === true;
      return { ...base, ...JUDGING, ...named, transferId: saleId, declaredLeft };
    }
    case 'sale.book-hold': {
      const { saleId, cardId, stationId, productId, authorizedAtMs } = command;
      const leaseIds = command.parts.flatMap((part) => part.leaseId ?? []);
      const named = { saleId, cardId, stationId, productId, leaseIds, transferId: saleId };
      return { ...base, ...JUDGING, ...named, effectiveAtMs: authorizedAtMs };
    }
    case 'sale.enter': {
      const { saleId, cardId, stationId, productId, filledAtMs: effectiveAtMs } = command;
      const named = { saleId, cardId, stationId, productId, transferId: saleId };
      return { ...base, ...JUDGING, ...named, effectiveAtMs };
    }
    case 'sale.capture':
      // Above its hold a capture may push an allowance above its amount.
      return { ...base, ...JUDGING, saleId: command.saleId };
    case 'sale.reverse':
      return { ...base, saleId: command.saleId };
    case 'lease.grant': {
      const { cardId, stationId } = command;
      return { ...base, ...JUDGING, ownLeases: true, cardId, stationId };
    }
    case 'workstation.declare-lost': {
      const { contractId, leaseIds, lostWorkstationId: workstationId } = command;
      return { ...base, workstationId, contractId, leaseIds };
    }
    case 'lease.book': {
      const { leases } = command;
      const leaseIds = leases.map((lease) => lease.leaseId);
      const cardId = leases.find((lease) => lease.cardId !== null)?.cardId ?? null;
      const contractId = leases[0]?.contractId ?? null;
      return { ...base, ...JUDGING, cardId, contractId, leaseIds };
    }
    case 'points.open':
    case 'points.accrue':
    case 'points.reverse-accrual':
    case 'voucher.issue':
    case 'voucher.block':
    case 'asset.redeem':
    case 'asset.book-redemption':
    case 'asset.capture':
    case 'asset.reverse':
    case 'asset.lease':
      return { ...base, ...assetFactKeys(command) };
    case 'lease.return': {
      const { leaseId, returnId } = command.leaseReturn;
      return { ...base, leaseIds: [leaseId], returnIds: [returnId] };
    }
    default:
      return { ...base, ...officeKeys(command) };
  }
}

type OfficeCommand = Exclude<
  AuthorityCommand,
  | AssetCommand
  | {
      kind:
        | 'sale.authorize'
        | 'sale.book-hold'
        | 'sale.enter'
        | 'sale.capture'
        | 'sale.reverse'
        | 'lease.grant'
        | 'lease.book'
        | 'lease.return'
        | 'workstation.declare-lost';
    }
>;

/** What a command of the office needs beyond nothing. */
function officeKeys(command: OfficeCommand): Partial<FactKeys> {
  switch (command.kind) {
    case 'card.block':
    case 'card.unblock':
    case 'card.take-back':
    case 'card.pin-error':
      return { cardId: command.cardId };
    case 'limit.set': {
      const { contractId, limit } = command;
      const { limitId } = limit;
      return { ...JUDGING, contractId, limitId, limitOwnerKey: ownerOfLimit(limit) };
    }
    case 'limit.lower':
      return { ...JUDGING, cardId: command.cardId, limitId: command.limitId };
    case 'limit.remove':
      return { contractId: command.contractId, limitId: command.limitId };
    case 'limit.set-many':
      return { ...JUDGING, contractId: command.contractId };
    case 'contract.sign':
      return { ...JUDGING, contractId: command.contractId, sharedIds: idsOfAccount(command) };
    case 'sale.preview': {
      const { cardId, stationId, productId } = command;
      return { ...JUDGING, cardId, stationId, productId, effectiveAtMs: previewAtMs(command) };
    }
    case 'contract.top-up':
      return { contractId: command.contractId, sharedIds: [command.commandId] };
    case 'rules.set':
    case 'card-group.put':
    case 'card-group.assign':
    case 'card-group.dissolve':
    case 'contract.close':
    case 'contract.set-terms':
      return { contractId: command.contractId };
    case 'sale.refund': {
      const { saleId, refundId } = command;
      const named = { saleId, refundId, transferId: refundId, sharedIds: [refundId] };
      return { ...JUDGING, ...named };
    }
    case 'hold.void':
      return { saleId: command.saleId, ownerOfHold: true };
    case 'ledger.correct': {
      const { contractId, transferId, commandId } = command;
      return { ...JUDGING, contractId, transferId, sharedIds: [commandId] };
    }
    case 'ledger.lock-period':
    case 'ledger.reopen-period':
      return {};
  }
}

/** Two contracts of one client make one account, and one login is given once (N-05). */
function idsOfAccount({ account = null }: SignContractCommand): readonly string[] {
  if (account === null) return [];
  const client = `client-account ${clientAccountKey(account)}`;
  return [client, `login ${accountKey(account.programmeId, account.login)}`];
}

/** The moment that a tried purchase is judged at: asked for, but never before now. */
export function previewAtMs({ atMs, forMs = null }: PreviewSaleCommand): number {
  return Math.max(atMs, forMs ?? atMs);
}
