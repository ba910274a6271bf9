import type { Clock, Stores } from '#service/ports.ts';
import { SqlAnswerStore } from './answer-store.ts';
import { SqlBulkStore } from './bulk/bulk-store.ts';
import type { FeedSource } from './feed-source.ts';
import { SqlFeedStore } from './feed-store.ts';
import { SqlHistoryStore } from './history/history-store.ts';
import { SqlHandEntryStore } from './hand-entry-store.ts';
import { SqlJournalStore } from './journal-store.ts';
import { SqlIdentityStore } from './identity/identity-store.ts';
import { SqlRecoveryStore } from './identity/recovery-store.ts';
import { SqlLeaseStore } from './lease/lease-store.ts';
import { SqlLedgerStore } from './ledger/ledger-store.ts';
import { SqlRegisterStore } from './register/register-store.ts';
import { SqlMessageStore } from './message/message-store.ts';
import { SqlAccessStore } from './people/access-store.ts';
import { SqlApplicationStore } from './people/applications.ts';
import { SqlFeedbackStore } from './people/feedback.ts';
import { SqlGuestStore } from './guests/guest-store.ts';
import { SqlMemberStore } from './people/member-store.ts';
import { SqlRateWindowStore } from './people/guessing.ts';
import { SqlClientPapers } from './client/client-papers.ts';
import { SqlInvitationStore } from './client/invitations.ts';
import { SqlPeopleStore } from './people/people-store.ts';
import { SqlProgrammeStore } from './people/programme-store.ts';
import type { SqlDatabase } from './sql.ts';
import { SqlStatementStore } from './statement/statement-store.ts';

export interface SharedStoresOptions {
  readonly db: SqlDatabase;
  /** The engine's order of the feed. */
  readonly feed: FeedSource;
  readonly clock: Clock;
}

/** Every store that decides nothing, on whatever engine. */
export function sharedStores({ db, feed, clock }: SharedStoresOptions): Omit<Stores, 'deciding'> {
  return {
    identity: new SqlIdentityStore(db),
    registers: new SqlRegisterStore(db, clock),
    leases: new SqlLeaseStore(db, clock),
    statements: new SqlStatementStore(db),
    history: new SqlHistoryStore(db),
    ledger: new SqlLedgerStore(db),
    feed: new SqlFeedStore(db, feed, clock),
    answers: new SqlAnswerStore(db),
    recovery: new SqlRecoveryStore(db),
    handEntries: new SqlHandEntryStore(db),
    journals: new SqlJournalStore(db),
    people: new SqlPeopleStore(db),
    members: new SqlMemberStore(db),
    applications: new SqlApplicationStore(db),
    feedback: new SqlFeedbackStore(db),
    guests: new SqlGuestStore(db),
    rateWindows: new SqlRateWindowStore(db),
    messages: new SqlMessageStore(db),
    programmes: new SqlProgrammeStore(db),
    access: new SqlAccessStore(db),
    clients: new SqlClientPapers(db),
    invitations: new SqlInvitationStore(db),
    bulk: new SqlBulkStore(db),
  };
}
