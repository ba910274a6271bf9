import type { NamedGroup, RegisterResult, RegisterRows } from '#protocol/records/registers.ts';

export type ImportRows =
  | Exclude<RegisterRows, { register: 'cards' }>
  | {
      readonly register: 'cards';
      readonly rows: readonly ImportCardRow[];
      /** What ids of groups that are made here come from; null where none is to be made. */
      readonly newGroupsSeed?: string | null;
    };

export interface ImportCardRow {
  readonly sourceId: string;
  readonly panHash: string;
  readonly panMasked: string;
  readonly clientSourceId: string;
  readonly holder: string | null;
  readonly vehicle: string | null;
  readonly expiresOn: string | null;
  /** Name of a group of the client's contract; null or left out, the card stays where it is. */
  readonly group?: string | null;
}

export type ImportOutcome =
  | { readonly ok: true; readonly result: RegisterResult }
  | { readonly ok: false; readonly missingClientSourceId: string }
  | { readonly ok: false; readonly missingGroup: NamedGroup };
