import type { Migration } from '#sqlite/migration.ts';
import { approvals } from '../../sql/schema/people/approvals.ts';
import { askedAndKept } from '../../sql/schema/people/asked-and-kept.ts';
import { auditAddresses } from '../../sql/schema/people/audit-addresses.ts';
import { auditTimes } from '../../sql/schema/people/audit-times.ts';
import { capturedAlerts } from '../../sql/schema/captured-alerts.ts';
import { cardStays } from '../../sql/schema/card-stays.ts';
import { clientAccounts } from '../../sql/schema/people/client-accounts.ts';
import { clientScope } from '../../sql/schema/client-scope.ts';
import { books } from '../../sql/schema/books.ts';
import { contractClosings } from '../../sql/schema/contract-closings.ts';
import { limits } from '../../sql/schema/limits.ts';
import { lineRemarks } from '../../sql/schema/line-remarks.ts';
import { recovery } from '../../sql/schema/recovery.ts';
import { guests } from '../../sql/schema/guests.ts';
import { handEntryInstants } from '../../sql/schema/hand-entry-instants.ts';
import { handEntries } from '../../sql/schema/hand-entries.ts';
import { saleAlerts } from '../../sql/schema/sale-alerts.ts';
import { givenPasswords } from '../../sql/schema/people/given-passwords.ts';
import { guessing } from '../../sql/schema/people/guessing.ts';
import { invitedAuthority } from '../../sql/schema/people/invited-authority.ts';
import { messages } from '../../sql/schema/people/messages.ts';
import { members } from '../../sql/schema/people/members.ts';
import { passwordTerms } from '../../sql/schema/people/password-terms.ts';
import { signedOutcomes } from '../../sql/schema/people/signed-outcomes.ts';
import { authorityTold } from '../../sql/schema/people/authority-told.ts';
import { declinedErasures } from '../../sql/schema/people/declined-erasures.ts';
import { messagesAbout } from '../../sql/schema/messages-about.ts';
import { registrationTries } from '../../sql/schema/people/registration-tries.ts';
import { strangersWords } from '../../sql/schema/strangers-words.ts';
import { people } from '../../sql/schema/people/people.ts';
import { programmes } from '../../sql/schema/people/programmes.ts';
import { staffTerm } from '../../sql/schema/people/staff-term.ts';
import { toldLater } from '../../sql/schema/people/told-later.ts';
import { recoveredAccess } from '../../sql/schema/people/recovered-access.ts';
import { recoveryReports } from '../../sql/schema/recovery-reports.ts';
import { voucherPayments } from '../../sql/schema/voucher-payments.ts';
import { history } from './history.ts';
import { identity } from './identity.ts';
import { ledger } from './ledger.ts';
import { registers } from './registers.ts';
import { trigrams } from './trigrams.ts';

/**
 * Schema of the network's database on PostgreSQL, oldest step first: the tables and columns that
 * SQLite's steps end with. A released step is never changed; a new one is a shared step
 * (`sql/schema/`) at the end, here and there.
 */
export const postgresMigrations: readonly Migration[] = [
  registers,
  ledger,
  identity,
  books.postgres,
  limits.postgres,
  recovery.postgres,
  history,
  trigrams,
  clientScope.postgres,
  recoveryReports.postgres,
  handEntries.postgres,
  lineRemarks.postgres,
  saleAlerts.postgres,
  contractClosings.postgres,
  voucherPayments.postgres,
  cardStays.postgres,
  capturedAlerts.postgres,
  handEntryInstants.postgres,
  people.postgres,
  programmes.postgres,
  messages.postgres,
  guessing.postgres,
  clientAccounts.postgres,
  recoveredAccess.postgres,
  members.postgres,
  approvals.postgres,
  auditTimes.postgres,
  askedAndKept.postgres,
  invitedAuthority.postgres,
  staffTerm.postgres,
  toldLater.postgres,
  passwordTerms.postgres,
  guests.postgres,
  auditAddresses.postgres,
  signedOutcomes.postgres,
  authorityTold.postgres,
  declinedErasures.postgres,
  givenPasswords.postgres,
  registrationTries.postgres,
  messagesAbout.postgres,
  strangersWords.postgres,
];
