import type { RefundTo } from '#domain/sale/refund.ts';

/** Where an operation stands: by its instant in the books, then by its id. */
export interface Place {
  readonly atMs: number;
  readonly lineId: string;
}

interface FillRow extends Place {
  readonly effectiveAtMs: number;
  readonly cardId: string;
  readonly stationId: string;
  readonly productId: string;
  readonly pumpNumber: number;
  readonly volumeMl: number;
  readonly priceMinorPerLitre: number;
  readonly vatRateBp: number;
  readonly mode: 'online' | 'offline' | 'entered';
  readonly slipNumber: number | null;
}

export interface SaleOperation extends FillRow {
  readonly kind: 'sale';
  readonly lines: string | null;
  readonly alerts: string | null;
  /** Why it was entered by hand, and who did; null of any other fill. */
  readonly enteredFor: string | null;
  readonly enteredBy: string | null;
}

export interface RefundOperation extends FillRow {
  readonly kind: 'refund';
  readonly lines: string;
  readonly linkedId: string;
  readonly reason: string;
  readonly refundTo: RefundTo;
}

/** Rows of a table with contracts that are the asking client's; everything where nobody's. */
export function ofClient(table: string, clientId: string | null): string {
  if (clientId === null) return '1 = 1';
  return `${table}.contract_id IN (SELECT contract_id FROM contract WHERE client_id = @clientId)`;
}

/** The kinds of entries that are a line of their own, as SQL; two indexes hold just these. */
export const PAYMENT_KINDS = `('top-up', 'storno', 'owed', 'voucher')`;

export interface PaymentOperation extends Place {
  readonly kind: 'top-up' | 'storno' | 'owed' | 'voucher';
  readonly effectiveAtMs: number;
  readonly amountMinor: number;
  readonly linkedId: string | null;
  readonly memo: string;
}

/** What a page of a statement is made of; each is one line or, with its fees, several. */
export type Operation = SaleOperation | RefundOperation | PaymentOperation;
