import type { Card } from '#domain/card/card.ts';
import type { Contract } from '#domain/contract/contract.ts';
import type { Limit } from '#domain/limit/limit.ts';
import type { Product } from '#domain/product/product.ts';
import type {
  ClientRecord,
  PriceRecord,
  ProductGroupRecord,
  StationRecord,
} from '#protocol/records.ts';

/** A card of the demonstration with what only its plastic knows. */
export interface DemoCard {
  readonly card: Card;
  readonly pan: string;
  /** Where most of its fills happen, and what it burns. */
  readonly homeStationId: string;
  readonly productId: string;
  /** Fills on an ordinary working day. */
  readonly fillsPerDay: number;
}

/** Everything in a demonstration network but its history. */
export interface DemoNetwork {
  readonly stations: readonly StationRecord[];
  readonly groups: readonly ProductGroupRecord[];
  readonly products: readonly Product[];
  readonly prices: readonly PriceRecord[];
  readonly clients: readonly ClientRecord[];
  /** `depositsMinor` is 0 here: the history brings the payments. */
  readonly contracts: readonly Contract[];
  readonly cards: readonly DemoCard[];
  readonly limits: readonly Limit[];
}

export interface DemoSize {
  readonly stations: number;
  readonly contracts: number;
  readonly cards: number;
  readonly days: number;
}

export const sizes = {
  small: { stations: 6, contracts: 12, cards: 60, days: 45 },
  medium: { stations: 30, contracts: 300, cards: 3000, days: 120 },
  full: { stations: 90, contracts: 2000, cards: 20_000, days: 365 },
} as const satisfies Record<string, DemoSize>;

export type DemoSizeName = keyof typeof sizes;

export function isDemoSize(name: string): name is DemoSizeName {
  return Object.hasOwn(sizes, name);
}
