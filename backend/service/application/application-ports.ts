import type { ApplicationState } from '#domain/application/application.ts';
import type { Page } from '../page-ports.ts';
import type { Application, RepresentativeAuthority } from './application-rows.ts';

/** What is read of applications; what is written goes through `PeopleStore.commit`. */
export interface ApplicationStore {
  application(applicationId: string): Promise<Application | null>;
  /** The newest first. */
  applications(question: ApplicationQuestion): Promise<Page<Application>>;
  /** The number that the next one gets. */
  nextNumber(): Promise<number>;
  /** Null for whoever did not come by an application. */
  authorityOf(userId: string): Promise<RepresentativeAuthority | null>;
  /**
   * Papers whose last day is one of these, and of whose end nobody was told yet: of people who may
   * come in, by which they act for their own client, of whom not every contract is closed.
   */
  authoritiesEnding(question: EndingQuestion): Promise<readonly EndingAuthority[]>;
}

/** A paper with a last day. */
export interface EndingAuthority extends RepresentativeAuthority {
  readonly untilOn: string;
}

export interface ApplicationQuestion {
  readonly cursor: string | null;
  readonly limit: number;
  /** Null for all of them. */
  readonly state: ApplicationState | null;
  /** Words that all are in its number, client, tax id, contract, person or telephone. */
  readonly search: string | null;
}

export interface EndingQuestion {
  /** The first and the last of the days, `YYYY-MM-DD`. */
  readonly fromOn: string;
  readonly untilOn: string;
  readonly limit: number;
}
