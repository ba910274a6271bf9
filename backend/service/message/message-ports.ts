import type { AfterTry, MessageState } from '#domain/message/outgoing.ts';
import type { MessageChannel, ParamValues, TemplateUse } from '#domain/message/templates.ts';
import type { Language } from '#domain/text/language.ts';
import type { SetUpChannel } from '#protocol/records/channel.ts';
import type { Page } from '../page-ports.ts';

/** A message that a use case wants sent, written together with everything else that it writes. */
export type NewMessage = TemplateUse & {
  /** UUIDv7 of whoever asks: by it he finds the message again. */
  readonly messageId: string;
  readonly channel: MessageChannel;
  /** Address or E.164 phone; a user's id for the desktop; empty for `none`. */
  readonly to: string;
  readonly language: Language;
  /** After that it is not sent any more, and its secrets are blanked. */
  readonly expiresAtMs: number;
  readonly programmeId: string | null;
  /** Whose it is; null where there is no account (yet). */
  readonly userId: string | null;
  /**
   * Who is named in it and does not read it: his account, or the application that he filed. He may
   * want to be forgotten; left out where it names nobody but its reader and staff.
   */
  readonly aboutId?: string;
};

/** An outgoing message as it is kept. */
export interface OutgoingMessage {
  readonly messageId: string;
  readonly channel: MessageChannel;
  readonly recipient: string;
  readonly template: string;
  readonly language: Language;
  readonly params: ParamValues;
  /** Null once they are blanked; without fields where there never were any. */
  readonly secrets: ParamValues | null;
  readonly programmeId: string | null;
  readonly userId: string | null;
  /** Of the account whose it is; null where there is none. */
  readonly personName: string | null;
  readonly state: MessageState;
  readonly tries: number;
  readonly createdAtMs: number;
  readonly nextTryAtMs: number;
  readonly expiresAtMs: number;
  /** When the carrier took it: the only moment of sending that is known (N-10). */
  readonly sentAtMs: number | null;
  readonly settledAtMs: number | null;
  /** Why the latest try failed; a code of the protocol. */
  readonly error: string | null;
  readonly providerId: string | null;
}

export interface ClaimQuestion {
  /** Whose alone; left out for everybody’s. */
  readonly recipient?: string;
  /** Those that can be sent now. */
  readonly channels: readonly MessageChannel[];
  /** Names this claim and no other. */
  readonly claim: string;
  readonly nowMs: number;
  /** A claim that is not settled by then is taken over. */
  readonly claimedUntilMs: number;
  readonly limit: number;
}

/** What the carrier said later about a message that it had taken. */
export interface CarrierReceipt {
  readonly providerId: string;
  readonly state: Extract<MessageState, 'delivered' | 'failed'>;
  readonly error: string | null;
  readonly atMs: number;
}

export interface MessageQuestion {
  readonly cursor: string | null;
  readonly limit: number;
  readonly state: MessageState | null;
  readonly channel: MessageChannel | null;
  readonly userId: string | null;
  /** A part of the person's login or name, or a contact whole; null: whatever there is. */
  readonly search: string | null;
  /** The same contact in its one form; left out where it is none. */
  readonly contact?: string | null;
}

/** How a channel is set up, as it is kept; its settings are read by their schema. */
export interface KeptChannel {
  readonly channel: SetUpChannel;
  readonly settings: unknown;
  readonly secret: string | null;
  /** Grows with every change. */
  readonly revision: number;
  readonly changedAtMs: number;
}

export interface MessageStore {
  channels(): Promise<readonly KeptChannel[]>;
  /**
   * Takes due messages for one sender: queued ones whose time has come, and those of a sender that
   * is gone. Nobody else has them until the claim is over.
   */
  claimDue(question: ClaimQuestion): Promise<readonly OutgoingMessage[]>;
  /** False when the claim was taken over meanwhile: what became of it is the other's to say. */
  settle(messageId: string, claim: string, settled: AfterTry & { atMs: number }): Promise<boolean>;
  /** Ends what is too old to be sent and blanks its secrets; says how many. */
  expire(nowMs: number): Promise<number>;
  /** Forgets what came to its end before an instant; dropped ones before a later one. */
  forget(before: { readonly settledMs: number; readonly droppedMs: number }): Promise<number>;
  /** False when no sent message has that id of the carrier. */
  receive(receipt: CarrierReceipt): Promise<boolean>;
  message(messageId: string): Promise<OutgoingMessage | null>;
  /** What somebody was told since then that one of his contacts is another one by now. */
  contactsChanged(userId: string, sinceMs: number): Promise<readonly OutgoingMessage[]>;
  /** The newest first. */
  messages(question: MessageQuestion): Promise<Page<OutgoingMessage>>;
}
