import type { AuthorityDocument } from '#domain/client/authority-document.ts';
import type { InvitationFacts } from '#domain/client/invitation.ts';
import type { Grant } from '#domain/identity/rights.ts';
import type { Language } from '#domain/text/language.ts';

/** On what paper somebody who is invited will act, by which contract (row V-02). */
export interface InvitedAuthority extends AuthorityDocument {
  readonly contractId: string;
}

/** An invitation as it is kept. */
export interface Invitation extends InvitationFacts {
  /** The command's id. */
  readonly invitationId: string;
  readonly programmeId: string;
  readonly clientId: string;
  /** Lower case. */
  readonly email: string;
  readonly displayName: string;
  readonly language: Language;
  /** What the invited person may do for the client. */
  readonly grants: readonly Grant[];
  /** Null where he needs none, or staff enter it later. */
  readonly authority: InvitedAuthority | null;
  /** SHA-256 of the token in its latest letter; the token itself is in the letter alone. */
  readonly tokenHash: string;
  readonly invitedBy: string;
  readonly endedAtMs: number | null;
  /** The account that was made by it. */
  readonly userId: string | null;
  /** Grows with every change. */
  readonly revision: number;
}

/** What is read of invitations; what is written goes through `PeopleStore.commit`. */
export interface InvitationStore {
  invitation(invitationId: string): Promise<Invitation | null>;
  invitationByToken(tokenHash: string): Promise<Invitation | null>;
  /** The newest that waits for an address at a programme's door; null where none does. */
  waitingInvitation(programmeId: string, email: string): Promise<Invitation | null>;
  /** The newest first. */
  invitationsOf(clientId: string): Promise<readonly Invitation[]>;
}
