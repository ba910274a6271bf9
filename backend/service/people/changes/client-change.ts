import type { KeptClient, NewContract } from '../../client/client-rows.ts';

/** What may become of clients and their papers. */
export type ClientChange =
  | { readonly kind: 'client.add'; readonly client: KeptClient }
  /** As it shall be; its `revision` is the one that was read. */
  | { readonly kind: 'client.put'; readonly client: KeptClient }
  | { readonly kind: 'contract.add'; readonly contract: NewContract };
