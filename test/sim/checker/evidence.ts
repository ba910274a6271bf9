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
  /** Answers to requests that came more than once, with the first answer. */
  readonly repeats: readonly Repeat[];
  /** Statements over all time, read like anybody reads them; empty when none was asked for now. */
  readonly statements: readonly StatementEvidence[];
  /** Now and then everything is looked at that is seldom wrong. */
  readonly thorough: boolean;
  /** All links are up and everything is sent. */
  readonly healed: boolean;
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
  /** True from then on until it asked the backend how things stand. */
  readonly freshCopy: boolean;
}

export interface Payment {
  readonly contractId: string;
  readonly amountMinor: number;
}

export interface Accrual {
  readonly pointsAccountId: string;
  readonly points: number;
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
export type Seen =
  | SeenAtDesk
  | { readonly kind: 'payment'; readonly commandId: string }
  | { readonly kind: 'accrued'; readonly saleId: string };

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
