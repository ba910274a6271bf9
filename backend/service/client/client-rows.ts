import type { ClientDetails } from '#protocol/records/client/client.ts';
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

/** A card that was given to a client, by the act that he signed (row O-05). */
export interface HandOver {
  readonly cardId: string;
  readonly contractId: string;
  readonly actNumber: string;
  /** The date on the act. */
  readonly signedOn: string;
  readonly receiverName: string;
  readonly userId: string;
  readonly atMs: number;
}

/** A contract that comes under a programme; what is null was under none. */
export interface ProgrammeOfContract {
  readonly contractId: string;
  readonly programmeId: string;
  readonly before: string | null;
}
