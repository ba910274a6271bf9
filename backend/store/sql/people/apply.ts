import type { AccountChange } from '#service/people/changes/account-change.ts';
import type { ApplicationChange } from '#service/people/changes/application-change.ts';
import type { ClientChange } from '#service/people/changes/client-change.ts';
import type { FeedbackChange } from '#service/people/changes/feedback-change.ts';
import type { GuessChange } from '#service/people/changes/guess-change.ts';
import type { GuestChange } from '#service/people/changes/guest-change.ts';
import type { InvitationChange } from '#service/people/changes/invitation-change.ts';
import type { ConsentChange } from '#service/people/changes/consent-change.ts';
import type { OfficeChange } from '#service/people/changes/office-change.ts';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { ProgrammeChange } from '#service/people/changes/programme-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { SqlWrite } from '../sql.ts';
import { applyAccess } from './access.ts';
import { applyAccount } from './accounts.ts';
import { applyAnswer } from '../answer-store.ts';
import { applyConsent } from './consents.ts';
import { applyFeedback } from './feedback.ts';
import { applyApplication } from './applications.ts';
import { applyMember } from './members.ts';
import { applyApproval } from './approvals.ts';
import { applyGuess } from './guessing.ts';
import { applyClient } from '../client/clients.ts';
import { applyInvitation } from '../client/invitations.ts';
import { applyGuest } from '../guests/guest-store.ts';
import { applyMessage } from './messages.ts';
import { applyProgramme } from './programmes.ts';
import { applyOffice, isOfficeChange } from '../office/office-changes.ts';

/** Writes one change with the words of its topic; anything but `done` undoes the whole work. */
export function applyChange(
  sql: SqlWrite,
  change: PeopleChange,
  atMs: number,
): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'message.add':
    case 'message.act':
    case 'channel.put':
      return applyMessage(sql, change, atMs);
    case 'programme.add':
    case 'programme.put':
    case 'terms.publish':
    case 'consent.add':
    case 'consent.withdraw':
    case 'erasure.ask':
    case 'erasure.take-back':
    case 'erasure.decline':
    case 'account.erase':
      return applyAgreed(sql, change, atMs);
    case 'password-request.add':
    case 'password-request.cancel':
    case 'password-request.judged':
    case 'password-case.add':
    case 'password-case.decide':
    case 'contact-change.add':
    case 'contact-change.renew':
    case 'contact-change.cancel':
    case 'contact-change.put':
    case 'login.put':
    case 'access.issued':
    case 'postal-address.put':
      return applyAccess(sql, change);
    case 'application.add':
    case 'application.put':
    case 'authority.put':
    case 'authority.told':
    case 'feedback.add':
    case 'feedback.put':
    case 'news.add':
    case 'news.put':
    case 'station.describe':
    case 'invitation.add':
    case 'invitation.put':
    case 'invitation.renew':
    case 'proof.spend':
      return applyOutside(sql, change, atMs);
    case 'registration.add':
    case 'registration.put':
    case 'registration.end':
    case 'registration.forget':
    case 'member.add':
    case 'member-card.bind':
    case 'card.add':
    case 'kit.add':
    case 'assignment.put':
      return applyMember(sql, change);
    case 'approval.add':
    case 'approval.decide':
    case 'approval.use':
      return applyApproval(sql, change);
    case 'answer.keep':
      return applyAnswer(sql, change, atMs);
    default:
      return applyWithin(sql, change, atMs);
  }
}

/** What concerns accounts, clients, and what the office changes itself. */
function applyWithin(
  sql: SqlWrite,
  change: AccountChange | ClientChange | OfficeChange,
  atMs: number,
): Promise<CommitOutcome> {
  if (isOfficeChange(change)) return applyOffice(sql, change, atMs);
  switch (change.kind) {
    case 'client.add':
    case 'client.put':
    case 'contract.add':
    case 'contract.set-programme':
    case 'card.hand-over':
    case 'client-account.name':
    case 'client-account.leave':
      return applyClient(sql, change);
    default:
      return applyAccount(sql, change, atMs);
  }
}

/** Programmes and their documents, and who agreed to them. */
function applyAgreed(
  sql: SqlWrite,
  change: ProgrammeChange | ConsentChange,
  atMs: number,
): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'programme.add':
    case 'programme.put':
    case 'terms.publish':
      return applyProgramme(sql, change);
    default:
      return applyConsent(sql, change, atMs);
  }
}

/** What anybody asks and writes before he signs in, and what he is told there. */
function applyOutside(
  sql: SqlWrite,
  change: ApplicationChange | FeedbackChange | GuestChange | GuessChange | InvitationChange,
  atMs: number,
): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'application.add':
    case 'application.put':
    case 'authority.put':
    case 'authority.told':
      return applyApplication(sql, change);
    case 'feedback.add':
    case 'feedback.put':
      return applyFeedback(sql, change);
    case 'invitation.add':
    case 'invitation.put':
    case 'invitation.renew':
      return applyInvitation(sql, change);
    case 'proof.spend':
      return applyGuess(sql, change, atMs);
    default:
      return applyGuest(sql, change);
  }
}
