import type { AddressedApplication } from '#domain/application/application.ts';
import type { AuthorityDocument } from '#domain/client/authority-document.ts';
import type { ApplicationForm } from '#protocol/records/application.ts';
import type { Language } from '#domain/text/language.ts';

// What is kept of applications for access, and of what a representative's access rests on.

/** An application as it is kept (row V-09). */
export interface Application extends AddressedApplication {
  /** The command's id. */
  readonly applicationId: string;
  /** 1, 2, 3… of the network: what people call it by. */
  readonly number: number;
  readonly programmeId: string;
  readonly form: ApplicationForm;
  readonly language: Language;
  /** form: filed from outside; paper: entered by a client manager. */
  readonly source: 'form' | 'paper';
  readonly filedAtMs: number;
  /** Null from outside. */
  readonly filedBy: string | null;
  readonly closedAtMs: number | null;
  readonly closedBy: string | null;
  /** Why it was rejected. */
  readonly reason: string | null;
  /** The account that came of it. */
  readonly accountUserId: string | null;
  /** Grows with every change. */
  readonly revision: number;
}

/** By what a representative may act, and where his access was issued (rows V-02, V-17). */
export interface RepresentativeAuthority extends AuthorityDocument {
  readonly userId: string;
  /** Its zone says which day it is. */
  readonly contractId: string;
  readonly applicationId: string | null;
  readonly stationId: string | null;
}
