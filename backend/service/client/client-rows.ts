import type { ClientDetails } from '#protocol/records/client.ts';
import type { Currency } from '#domain/money/money.ts';

// What is kept of clients and of the contracts that are made with them.

export type KeptClient = ClientDetails;

/** A contract that is drawn up: nothing can be sold by it yet. */
export interface NewContract {
  readonly contractId: string;
  readonly clientId: string;
  readonly number: string;
  readonly currency: Currency;
  /** IANA zone. */
  readonly zone: string;
  readonly programmeId: string | null;
}
