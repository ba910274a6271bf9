import type { ReadableDb } from '#sqlite/open.ts';

/**
 * All that the checker may look at: tables of the backend, journals of the workstations, and what
 * people were told. It knows the invariants from the text of the architecture (§3) and shares no
 * code with what it judges.
 */
export interface Evidence {
  readonly nowMs: number;
  readonly backend: ReadableDb;
  /** True once a backup took the place of the backend's tables. */
  readonly backendRestored: boolean;
  readonly desks: readonly DeskEvidence[];
  readonly seen: readonly Seen[];
  /**
   * Every payment that the office tried to book, and every sum that it tried to buy vouchers for,
   * by its command id; also those without an answer.
   */
  readonly payments: ReadonlyMap<string, Payment>;
  /** Ids of redemptions and refunds that somebody asked for at a window. */
  readonly asked: ReadonlySet<string>;
  /** Points that the office tried to credit, by the sale that brought them. */
  readonly accruals: ReadonlyMap<string, Accrual>;
  /** Paper slips that people tried to enter by hand, by command; also those without an answer. */
  readonly slips: ReadonlyMap<string, PaperSlip>;
  /** Fills that stations asked the office for by telephone, each as often as it was asked for. */
  readonly byVoice: readonly VoiceFill[];
  /** What each command that people tried would make of limits. */
  readonly limitsAsked: ReadonlyMap<string, readonly AskedLimit[]>;
  /** Answers to requests that came more than once, with the first answer. */
  readonly repeats: readonly Repeat[];
  /** Statements over all time, read like anybody reads them; empty when none was asked for now. */
  readonly statements: readonly StatementEvidence[];
  /** Now and then everything is looked at that is seldom wrong. */
  readonly thorough: boolean;
  /** All links are up and everything is sent. */
  readonly healed: boolean;
}

export interface FreshCopy {
  readonly sinceMs: number;
  /** The leases that it came with. */
  readonly leaseIds: ReadonlySet<string>;
}

export interface DeskEvidence {
  /** One of two that are copies of each other has the same workstation and another desk. */
  readonly deskId: string;
  readonly workstationId: string;
  readonly journal: ReadableDb;
  readonly cache: ReadableDb;
  /**
   * True once its files were put back from a copy: what it asked after the copy it has forgotten.
   */
  readonly restored: boolean;
  /** True once it runs twice: its machine was copied with its key store. */
  readonly copied: boolean;
  /**
   * From a copy put back until it asks how things stand, where more was spent than the copy knows.
   */
  readonly freshCopy: FreshCopy | null;
}

export interface Payment {
  readonly contractId: string;
  readonly amountMinor: number;
}

export interface Accrual {
  readonly pointsAccountId: string;
  readonly points: number;
}

/** A fill as it was written on paper. */
export interface PaperSlip {
  readonly stationId: string;
  readonly cardId: string;
  readonly productId: string;
  readonly volumeMl: number;
  readonly filledAtMs: number;
  readonly slipNumber: number;
}

export interface VoiceFill {
  readonly workstationId: string;
  readonly cardId: string;
  readonly productId: string;
  readonly volumeMl: number;
}

/** What a command may make of one limit. */
export interface AskedLimit {
  /** Null where the backend makes the id. */
  readonly limitId: string | null;
  /** One of these, in the unit of the measure; null where the limit goes. */
  readonly amounts: readonly (number | null)[];
  /** The amount from which it was worked out; absent where any will do. */
  readonly seen?: number;
}

export interface Repeat {
  readonly id: string;
  readonly asked: string;
  readonly first: string;
  readonly again: string;
}

export interface StatementEvidence {
  readonly contractId: string;
  /** Its end; nothing dated later is in it. */
  readonly toMs: number;
  readonly lines: readonly StatementLine[];
  readonly totals: {
    readonly saleCount: number;
    readonly volumeMl: number;
    readonly saleAmountMinor: number;
    readonly vatMinor: number;
    readonly topUpMinor: number;
    readonly refundMinor: number;
    readonly voucherMinor: number;
    /** What a closed contract may not spend again, and its client is paid out. */
    readonly owedMinor: number;
  };
  readonly openingMinor: number | null;
  readonly closingMinor: number | null;
}

export interface StatementLine {
  readonly lineId: string;
  readonly kind: 'sale' | 'fee' | 'refund' | 'top-up' | 'storno' | 'owed' | 'voucher';
  readonly volumeMl: number;
  readonly amountMinor: number;
  readonly vatMinor: number;
}

/** Something that a person saw as accepted. */
export type Seen = SeenAtDesk | SeenOfBackend;

/** What the backend itself has said, to the office or to a workstation. */
export type SeenOfBackend =
  | { readonly kind: 'payment'; readonly commandId: string }
  | { readonly kind: 'accrued'; readonly saleId: string }
  | { readonly kind: 'contract closed'; readonly contractId: string }
  | { readonly kind: 'hold given up'; readonly saleId: string }
  | SeenSlip
  | SeenLimits;

/** A paper slip that came into the books. */
export interface SeenSlip {
  readonly kind: 'slip entered';
  readonly commandId: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
}

/** A change of limits, and of how many. */
export interface SeenLimits {
  readonly kind: 'limits changed';
  readonly commandId: string;
  readonly count: number;
}

export type SeenAtDesk =
  | (SeenSale & { readonly kind: 'held' | 'captured' })
  | { readonly kind: 'reversed'; readonly deskId: string; readonly saleId: string }
  | { readonly kind: 'blocked'; readonly deskId: string; readonly cardId: string }
  | SeenRedemption
  | SeenRefund;

/** Points or a voucher that were taken, used up or given back. */
export interface SeenRedemption {
  readonly kind: 'redeemed' | 'used up' | 'given back';
  readonly deskId: string;
  readonly redemptionId: string;
  readonly allowanceKey: string;
}

/** Part of a fill that came back; `booked` by the backend itself, of a fill from elsewhere. */
export interface SeenRefund extends SeenSale {
  readonly kind: 'refunded';
  readonly refundId: string;
  readonly booked: boolean;
}

export interface SeenSale {
  readonly deskId: string;
  readonly saleId: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
}

export const INVARIANTS = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8'] as const;
export type Invariant = (typeof INVARIANTS)[number];

export interface Violation {
  readonly invariant: Invariant;
  readonly what: string;
}
