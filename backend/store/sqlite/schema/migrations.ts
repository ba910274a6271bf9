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
import { assets } from './assets.ts';
import { history } from './history.ts';
import { identity } from './identity.ts';
import { journalRows } from './journal-rows.ts';
import { leaseLife } from './lease-life.ts';
import { leases } from './leases.ts';
import { ledger } from './ledger.ts';
import { packs } from './packs.ts';
import { registers } from './registers.ts';
import { trigrams } from './trigrams.ts';

/**
 * Schema of the network's database, oldest step first. A released step is never changed; a new
 * one is a shared step (`sql/schema/`) at the end, here and on PostgreSQL.
 */
export const networkMigrations: readonly Migration[] = [
  registers,
  ledger,
  identity,
  leaseLife,
  packs,
  books.sqlite,
  leases,
  limits.sqlite,
  assets,
  recovery.sqlite,
  history,
  trigrams,
  clientScope.sqlite,
  recoveryReports.sqlite,
  handEntries.sqlite,
  lineRemarks.sqlite,
  saleAlerts.sqlite,
  contractClosings.sqlite,
  voucherPayments.sqlite,
  journalRows,
  cardStays.sqlite,
  capturedAlerts.sqlite,
  handEntryInstants.sqlite,
  people.sqlite,
  programmes.sqlite,
  messages.sqlite,
  guessing.sqlite,
  clientAccounts.sqlite,
  recoveredAccess.sqlite,
  members.sqlite,
  approvals.sqlite,
  auditTimes.sqlite,
  askedAndKept.sqlite,
  invitedAuthority.sqlite,
  staffTerm.sqlite,
  toldLater.sqlite,
  passwordTerms.sqlite,
  guests.sqlite,
  auditAddresses.sqlite,
  signedOutcomes.sqlite,
  authorityTold.sqlite,
  declinedErasures.sqlite,
  givenPasswords.sqlite,
  registrationTries.sqlite,
  messagesAbout.sqlite,
  strangersWords.sqlite,
];
