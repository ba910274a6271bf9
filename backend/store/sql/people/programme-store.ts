import type { ProgrammeStore } from '#service/programme/programme-ports.ts';
import type {
  Consent,
  ErasureRequest,
  KeptErasure,
  KeptProgramme,
  KeptTermsHead,
  TermsQuestion,
  TermsText,
} from '#service/programme/programme-rows.ts';
import type { SqlDatabase } from '../sql.ts';
import * as consents from './consents.ts';
import * as programmes from './programmes.ts';

/** Programmes, their documents and who accepted them, as they are read. */
export class SqlProgrammeStore implements ProgrammeStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  programmes(): Promise<readonly KeptProgramme[]> {
    return programmes.allProgrammes(this.#db);
  }

  programme(programmeId: string): Promise<KeptProgramme | null> {
    return programmes.programmeById(this.#db, programmeId);
  }

  termsHeads(programmeId: string): Promise<readonly KeptTermsHead[]> {
    return this.#db.read((sql) => programmes.termsHeads(sql, programmeId));
  }

  termsText(question: TermsQuestion): Promise<TermsText | null> {
    return programmes.termsText(this.#db, question);
  }

  consentsOf(userId: string): Promise<readonly Consent[]> {
    return consents.consentsOf(this.#db, userId);
  }

  erasureRequests(): Promise<readonly ErasureRequest[]> {
    return consents.erasureRequests(this.#db);
  }

  erasureOf(userId: string): Promise<KeptErasure | null> {
    return consents.erasureOf(this.#db, userId);
  }
}
