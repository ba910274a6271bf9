import type { AuditEntry } from '#domain/audit/audit-entry.ts';
import type { Outcome } from '#domain/authority/change.ts';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import type { decide } from '#domain/authority/decide.ts';
import type { RecallNeed } from '#domain/authority/recall.ts';
import type { SignInErrors } from '#domain/identity/attempts.ts';
import type { CardGroup } from '#domain/card/card-group.ts';
import type { LimitVersion } from '#domain/limit/limit-version.ts';
import type { LimitSubject } from '#domain/limit/limit.ts';
import type { FeedRow } from '#protocol/feed.ts';
import type { LineText, LineAnswer } from '#protocol/journal.ts';
import type { LimitTemplateRecord, ListedGroup } from '#protocol/records/limits.ts';
import type * as r from '#protocol/records.ts';
import type { Statement } from '#protocol/records/statement.ts';
import type { NamedGroup } from '#protocol/records/registers.ts';
import type { WorkstationRow } from './workstation/workstation-row.ts';
import type { BulkStore } from './bulk-ports.ts';
import type { HistoryStore } from './history-ports.ts';
import type { LeaseStore } from './lease-ports.ts';
import type { LedgerStore } from './ledger-ports.ts';
import type { ClientPapers } from './client/client-papers.ts';
import type { ClientStore } from './client-ports.ts';
import type { Page, PageQuestion } from './page-ports.ts';
import type { HandEntryStore } from './hand-entry-ports.ts';
import type { ImportAlong, ImportOutcome, ImportRows } from './import-ports.ts';
import type { InvitationStore } from './invitation/invitation-rows.ts';
import type { JournalStore } from './journal-ports.ts';
import type { MessageStore } from './message/message-ports.ts';
import type { AccessStore } from './people/access-ports.ts';
import type { ApplicationStore } from './application/application-ports.ts';
import type { FeedbackStore } from './feedback/feedback-ports.ts';
import type { GuestStore } from './guests/guest-ports.ts';
import type { MemberStore } from './member/member-ports.ts';
import type { RateWindowStore } from './people/guess-ports.ts';
import type { PeopleStore } from './people/people-ports.ts';
import type { SessionRow } from './people/people-rows.ts';
import type { ProgrammeStore } from './programme/programme-ports.ts';
import type { RecoveryStore } from './recovery/recovery-ports.ts';

/**
 * What the use cases need from outside. Adapters are made in entry files only; tests and the
 * simulator make their own.
 */

export interface Clock {
  nowMs(): number;
}

export interface Ids {
  /** UUIDv7 of this clock. */
  uuid(): string;
  /** 256 random bits, base64url. */
  token(): string;
}

/**
 * One request to the authority: a command alone, or a journal line with the command that it means.
 */
export interface AuthorityRequest {
  /** Null only for a line that is kept and means nothing to the ledger. */
  readonly command: AuthorityCommand | null;
  /** SHA-256 of what was asked: under the same command id another is COMMAND_ID_REUSED. */
  readonly digest: string;
  /** As it was taken before ids were their asker's own; an outcome may be kept under it. */
  readonly formerDigest?: string | undefined;
  readonly line: { readonly workstationId: string; readonly line: LineText } | null;
  /** What the audit trail says of it, with the decision that accepts it; nothing of sales. */
  readonly told?: AuditEntry | undefined;
}

export interface AuthorityAnswer {
  /** Null where there was no command, and where a line brought it. */
  readonly outcome: Outcome | null;
  /** True when the command was answered before and this is that answer. */
  readonly repeated: boolean;
  /**
   * Null where there was no line. `conflict` with JOURNAL_FORKED or JOURNAL_GAP: the line was not
   * kept.
   */
  readonly line: Omit<LineAnswer, 'seq'> | null;
  /**
   * Set where the refusal is not kept: the same question may be asked again when leases have come
   * back.
   */
  readonly recall?: readonly RecallNeed[];
}

/**
 * The one place where anything that may be spent changes (architecture §6). All requests of a batch
 * are decided one after the other in one durable transaction; each has its own answer, and a
 * refusal of one does not undo another.
 */
export interface DecidingStore {
  /** Batches that may be under way together; one by one where it is not said. */
  readonly batchesAtOnce?: number;
  /**
   * One more batch may be given while another is decided; it is decided behind it, with no pause
   * between them.
   */
  readonly takesAhead?: true;
  commitBatch(
    requests: readonly AuthorityRequest[],
    decideOne: typeof decide,
  ): Promise<readonly AuthorityAnswer[]>;
}

export interface NetworkFacts {
  readonly networkId: string;
  readonly networkName: string;
  readonly demonstration: boolean;
  /** Changes whenever the database was restored. */
  readonly epoch: string;
  /** Keys of the network; see `NetworkKeys` for what each is for. */
  readonly keys: NetworkKeys;
}

export interface NetworkKeys {
  readonly keyId: string;
  /** Ed25519: PKCS #8 and SPKI, DER, base64. Signs leases and co-signs journal heads. */
  readonly signingPrivateKey: string;
  readonly signingPublicKey: string;
  /**
   * HMAC-SHA-256 key (hex) under which card numbers are found; every enrolled workstation has it.
   */
  readonly panKey: string;
  /** HMAC-SHA-256 key (hex) from which each card's PIN key is derived; never leaves the backend. */
  readonly pinKey: string;
}

export interface NewNetwork {
  readonly facts: NetworkFacts;
  readonly station: r.StationRecord;
  readonly administrator: UserWithPassword;
  /** The entry of the trail that it is written with; left out where nobody asked for it. */
  readonly told?: { readonly entry: AuditEntry; readonly atMs: number };
}

export interface UserWithPassword extends r.UserRecord {
  /** argon2id in PHC form. */
  readonly passwordHash: string;
}

export interface IdentityStore {
  /**
   * Grows with every write that is no decision; null where another backend may write unheard. What
   * was read here before stays true as long as the number stays.
   */
  changes(): number | null;
  network(): Promise<NetworkFacts | null>;
  /** For how many days its own people unlock without a link after a sign-in online (row N-03). */
  staffOfflineDays(): Promise<number>;
  /** False when a network exists already; nothing is changed then. */
  createNetwork(network: NewNetwork): Promise<boolean>;
  userByLogin(login: string): Promise<UserWithPassword | null>;
  userById(userId: string): Promise<UserWithPassword | null>;
  users(): Promise<readonly r.UserRecord[]>;
  /** False when the login is taken. */
  addUser(user: UserWithPassword): Promise<boolean>;
  signInErrors(login: string): Promise<SignInErrors>;
  putSignInErrors(login: string, errors: SignInErrors | null, isKept?: boolean): Promise<void>;
  addSession(session: SessionRow): Promise<void>;
  sessionByTokenHash(tokenHash: string): Promise<SessionRow | null>;
  sessionsOf(userId: string): Promise<readonly SessionRow[]>;
  workstation(workstationId: string): Promise<WorkstationRow | null>;
  workstationByAccessHash(accessHash: string): Promise<WorkstationRow | null>;
  workstations(): Promise<readonly r.WorkstationRecord[]>;
  putWorkstationTokens(
    workstationId: string,
    tokens: Pick<WorkstationRow, 'refreshHashes' | 'accessHash' | 'accessExpiresAtMs'> & {
      lastSeenAtMs: number;
    },
  ): Promise<void>;
}

export interface CardPin {
  /** argon2id over HMAC-SHA-256(card key, PIN), PHC form. */
  readonly verifier: string;
  readonly triesUsed: number;
}

export interface CardFacts {
  readonly card: r.CardRecord;
  readonly contract: r.ContractRecord;
  readonly limits: readonly r.LimitRecord[];
  /** Of the card, its group and its contract; only those that say something. */
  readonly rules: readonly r.OwnedRulesRecord[];
  readonly remainders: readonly r.RemainderRecord[];
}

export interface GroupFacts extends Omit<CardFacts, 'card'> {
  readonly group: CardGroup;
  readonly cardIds: readonly string[];
}

/** A version of a limit with the name of who said it. */
export interface KeptLimitVersion extends Omit<LimitVersion, 'commandId' | 'userId'> {
  readonly userName: string | null;
}

export interface LimitHistoryQuestion {
  readonly limitId: string;
  /** Whose person asks; null for the network's own people, who see all. */
  readonly clientId: string | null;
}

export interface ContractLimitsQuestion extends Pick<PageQuestion, 'cursor' | 'limit'> {
  readonly contractId: string;
}

/** The contract that a card was on. */
export interface CardContract {
  readonly contractId: string;
  readonly number: string;
}

/** Registers and everything that is looked up by people. Reads never block a decision. */
export interface RegisterStore extends ClientStore {
  stations(question: PageQuestion): Promise<Page<r.StationRecord>>;
  station(stationId: string): Promise<r.StationRecord | null>;
  stationsById(stationIds: readonly string[]): Promise<readonly r.StationRecord[]>;
  products(question: PageQuestion): Promise<Page<r.ProductRecord>>;
  product(productId: string): Promise<r.ProductRecord | null>;
  clients(question: PageQuestion): Promise<Page<r.ClientRecord>>;
  contracts(question: PageQuestion): Promise<Page<r.ContractRecord>>;
  cards(question: PageQuestion & { contractId: string | null }): Promise<Page<r.CardRecord>>;
  cardFacts(cardId: string, atMs: number): Promise<CardFacts | null>;
  cardIdByPanHash(panHash: string): Promise<string | null>;
  contractFacts(contractId: string, atMs: number): Promise<Omit<CardFacts, 'card'> | null>;
  /** The contract that a card was on at an instant; null for an unknown card. */
  contractOfCardAt(cardId: string, atMs: number): Promise<CardContract | null>;
  /** Contract that a limit's subject belongs to; null when the subject is unknown. */
  contractOfSubject(subjectKind: LimitSubject, subjectId: string): Promise<string | null>;
  limit(limitId: string): Promise<r.LimitRecord | null>;
  /** Limits of a contract's cards, groups and its own, owner by owner; `limit` counts owners. */
  contractLimits(question: ContractLimitsQuestion): Promise<Page<r.LimitRecord>>;
  /** Every version of a limit that its reader may see, the newest first. */
  limitHistory(question: LimitHistoryQuestion): Promise<readonly KeptLimitVersion[]>;
  cardGroups(question: PageQuestion & { contractId: string | null }): Promise<Page<ListedGroup>>;
  /** A group with its limits and what is left of each; null when it is unknown. */
  groupFacts(groupId: string, atMs: number): Promise<GroupFacts | null>;
  limitTemplates(contractId: string | null): Promise<readonly LimitTemplateRecord[]>;
  limitTemplate(templateId: string): Promise<LimitTemplateRecord | null>;
  cardPin(cardId: string): Promise<CardPin | null>;
  /**
   * All rows of one register in one transaction, by source id: new ones are added, changed ones
   * changed. Card rows come with the hash and the mask instead of the number. A missing client, or
   * group that is not to be made, is a refusal and nothing is imported.
   * @param along what is written with it; nothing where a network is loaded without people
   */
  importRegister(rows: ImportRows, along?: ImportAlong): Promise<ImportOutcome>;
  /** Those that the client's contract does not have; of unknown clients none is named. */
  missingGroups(groups: readonly NamedGroup[]): Promise<readonly NamedGroup[]>;
  exposure(): Promise<readonly r.ExposureRecord[]>;
}

export interface StatementQuestion {
  readonly subjectKind: 'card' | 'contract';
  readonly subjectId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** The only client whose fills it is of: a card may have been another's; null for all. */
  readonly clientId: string | null;
  readonly cursor: string | null;
  readonly limit: number;
}

export interface StatementStore {
  /** Zone and title of the subject; null when it does not exist. */
  subject(
    subjectKind: 'card' | 'contract',
    subjectId: string,
  ): Promise<Pick<Statement, 'title' | 'zone' | 'currency'> | null>;
  statement(
    question: StatementQuestion,
  ): Promise<Pick<Statement, 'lines' | 'totals' | 'openingMinor' | 'closingMinor' | 'nextCursor'>>;
}

export interface FeedQuestion {
  readonly stationId: string;
  /** As the page before gave it; empty from the beginning. */
  readonly cursor: string;
  readonly limit: number;
}

export interface ClientFeedQuestion extends Omit<FeedQuestion, 'stationId'> {
  readonly clientId: string;
}

export interface FeedPart {
  readonly rows: readonly FeedRow[];
  readonly cursor: string;
  /** True when nothing newer is there. */
  readonly complete: boolean;
}

export interface FeedStore {
  /**
   * Rows after the cursor in the scope of one station; null when the cursor is none of this feed,
   * or lies beyond its newest row.
   */
  feed(question: FeedQuestion): Promise<FeedPart | null>;
  /** The same of one client's contracts and cards, for his own people. */
  clientFeed(question: ClientFeedQuestion): Promise<FeedPart | null>;
  /** Where the newest row stands. */
  feedHead(): Promise<string>;
  /** How many rows the feed has, whomever they concern. */
  feedCount(): Promise<number>;
}

/**
 * Tells everybody who listens that the feed moved; called by the store after each commit that moved
 * it.
 */
export interface FeedListener {
  feedMoved(cursor: string): void;
}

/** First answers to changing requests that the authority does not decide itself (rule G2). */
export interface AnswerStore {
  firstAnswer(commandId: string): Promise<KeptAnswer | null>;
  /** Keeps the first; a second one under the same id changes nothing. Never holds a secret. */
  keepAnswer(commandId: string, kept: KeptAnswer, atMs: number): Promise<void>;
}

export interface KeptAnswer {
  /** SHA-256 of what was asked. */
  readonly digest: string;
  /** The answer as JSON text. */
  readonly answer: string;
}

/** Everything that the use cases keep. */
export interface Stores {
  readonly deciding: DecidingStore;
  readonly identity: IdentityStore;
  readonly registers: RegisterStore;
  readonly statements: StatementStore;
  readonly history: HistoryStore;
  readonly ledger: LedgerStore;
  readonly feed: FeedStore;
  readonly leases: LeaseStore;
  readonly answers: AnswerStore;
  readonly bulk: BulkStore;
  readonly recovery: RecoveryStore;
  readonly handEntries: HandEntryStore;
  readonly journals: JournalStore;
  readonly people: PeopleStore;
  readonly members: MemberStore;
  readonly applications: ApplicationStore;
  readonly feedback: FeedbackStore;
  readonly guests: GuestStore;
  readonly rateWindows: RateWindowStore;
  readonly messages: MessageStore;
  readonly programmes: ProgrammeStore;
  readonly access: AccessStore;
  readonly clients: ClientPapers;
  readonly invitations: InvitationStore;
}
