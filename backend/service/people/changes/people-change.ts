import type { AccessChange } from './access-change.ts';
import type { AccountChange } from './account-change.ts';
import type { AnswerChange } from './answer-change.ts';
import type { ApplicationChange } from './application-change.ts';
import type { ApprovalChange } from './approval-change.ts';
import type { ClientChange } from './client-change.ts';
import type { ConsentChange } from './consent-change.ts';
import type { FeedbackChange } from './feedback-change.ts';
import type { GuestChange } from './guest-change.ts';
import type { GuessChange } from './guess-change.ts';
import type { InvitationChange } from './invitation-change.ts';
import type { MemberChange } from './member-change.ts';
import type { MessageChange } from './message-change.ts';
import type { OfficeChange } from './office-change.ts';
import type { ProgrammeChange } from './programme-change.ts';

/**
 * Everything that is written beside the authority's decisions. A topic has its kinds in a file
 * here, and their SQL in its folder of `store/sql`.
 */
export type PeopleChange =
  | AccessChange
  | AccountChange
  | AnswerChange
  | ApplicationChange
  | ApprovalChange
  | ClientChange
  | ConsentChange
  | FeedbackChange
  | GuessChange
  | GuestChange
  | InvitationChange
  | MemberChange
  | MessageChange
  | OfficeChange
  | ProgrammeChange;
