import type { ClientUnderProgramme } from '#domain/client/client-account.ts';
import type {
  HandOver,
  KeptClient,
  NewContract,
  ProgrammeOfContract,
} from '../../client/client-rows.ts';

/** What may become of clients and their papers. */
export type ClientChange =
  | { readonly kind: 'client.add'; readonly client: KeptClient }
  /** As it shall be; its `revision` is the one that was read. */
  | { readonly kind: 'client.put'; readonly client: KeptClient }
  /** Taken when another contract has its number. */
  | { readonly kind: 'contract.add'; readonly contract: NewContract }
  /** Stale when it is closed, or no longer under `before`. */
  | ({ readonly kind: 'contract.set-programme' } & ProgrammeOfContract)
  /** Stale when the card was handed over under its contract before. */
  | { readonly kind: 'card.hand-over'; readonly handOver: HandOver }
  /** Which account is the client's own; stale when it has one under the programme. */
  | (ClientUnderProgramme & { readonly kind: 'client-account.name'; readonly userId: string })
  /** The client whose own account this was has none, until another one is opened. */
  | { readonly kind: 'client-account.leave'; readonly userId: string };
