import type { AuditEntry } from '#domain/audit/audit-entry.ts';
import type { NamedGroup, RegisterResult, RegisterRows } from '#protocol/records/registers.ts';
import type { AnswerChange } from './people/changes/answer-change.ts';

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
  | { readonly ok: false; readonly missingGroup: NamedGroup }
  /** Another backend has kept an answer to the same command; nothing is imported here. */
  | { readonly ok: false; readonly answeredMeanwhile: true };

/** What is written with an import, in its own transaction. */
export interface ImportAlong {
  readonly atMs: number;
  /** Who asked for what; what came of it is added where it is known. */
  readonly told: AuditEntry;
  readonly keep: (result: RegisterResult) => AnswerChange;
}
