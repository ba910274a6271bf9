import type { Ask } from '#domain/sale/authorize.ts';

/** What a window asks a fill with. */
export interface FillQuestion {
  readonly saleId: string;
  readonly cardId: string;
  readonly productId: string;
  readonly pumpNumber: number;
  readonly ask: Ask;
  readonly pin: string | null;
}

/** The person at the desk. */
export interface Operator {
  readonly userId: string;
  readonly displayName: string;
  /** The only client whose objects he may see; null for the network's own people. */
  readonly clientId: string | null;
  /** Null when he unlocked without the link: he cannot ask the backend for anything. */
  readonly sessionToken: string | null;
}
