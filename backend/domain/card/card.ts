import type { BlockReason, CardState } from './card-state.ts';

/** Where the client lets a card be sold without the link (architecture §7). */
export type OfflinePolicy = 'never' | 'home' | 'everywhere';

export interface Card {
  readonly cardId: string;
  readonly contractId: string;
  /** The group whose limits and rules bind it as well; null when it is in none. */
  readonly groupId: string | null;
  /**
   * First six and last four digits at most; the whole number is kept nowhere, only its keyed hash.
   */
  readonly panMasked: string;
  readonly state: CardState;
  readonly blockReason: BlockReason | null;
  /**
   * Last day of validity, inclusive, as a date of the contract's zone; null when it never expires.
   */
  readonly expiresOn: string | null;
  readonly transactionMaxMinor: number | null;
  readonly transactionMaxMl: number | null;
  readonly tankCapacityMl: number | null;
  /** Allow lists; null means everything the network sells, everywhere it sells. */
  readonly productIds: readonly string[] | null;
  readonly stationIds: readonly string[] | null;
  readonly pinRequired: boolean;
  readonly pinTriesUsed: number;
  readonly offlinePolicy: OfflinePolicy;
  readonly holder: string | null;
  readonly vehicle: string | null;
}

/** What a new card has unless somebody says otherwise: in use, nobody's, bounded by nothing. */
export const NEW_CARD = {
  groupId: null,
  state: 'active',
  blockReason: null,
  expiresOn: null,
  transactionMaxMinor: null,
  transactionMaxMl: null,
  tankCapacityMl: null,
  productIds: null,
  stationIds: null,
  pinRequired: false,
  pinTriesUsed: 0,
  holder: null,
  vehicle: null,
} as const satisfies Partial<Card>;
