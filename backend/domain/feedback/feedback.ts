import { normalizeEmail, normalizePhone } from '../client/contact.ts';
import { ok, refuse, type Result } from '../result.ts';

// What anybody may write to the network, before he signs in or after (row N-26).

/** new: nobody has dealt with it; answered: somebody noted what was said; closed: nothing is. */
export const feedbackStates = ['new', 'answered', 'closed'] as const;
export type FeedbackState = (typeof feedbackStates)[number];

/** Characters of the longest text that is taken. */
export const FEEDBACK_TEXT_MAX = 4_000;

/** A way to answer, and what is to be said. */
export interface FeedbackWords {
  /** E.164 or an e-mail address in lower case. */
  readonly contact: string;
  readonly text: string;
}

/**
 * What was written, in the one form of each.
 * @returns `CONTACT_REQUIRED` and `MESSAGE_EMPTY` where one is missing, `FIELD_INVALID` {field}
 *   where the contact is neither a phone nor an e-mail address
 */
export function feedbackWords({
  contact,
  text,
}: FeedbackWords): Result<FeedbackWords, 'CONTACT_REQUIRED' | 'MESSAGE_EMPTY' | 'FIELD_INVALID'> {
  if (contact.trim() === '') return refuse('CONTACT_REQUIRED');
  const words = text.trim();
  if (words === '') return refuse('MESSAGE_EMPTY');
  const read = contact.includes('@') ? normalizeEmail(contact) : normalizePhone(contact);
  if (!read.ok) return refuse('FIELD_INVALID', { field: 'contact' });
  return ok({ contact: read.value, text: words });
}

/** `FEEDBACK_SETTLED` {state} for what somebody has dealt with in this way, or closed, before. */
export function mayPass(
  from: FeedbackState,
  to: 'answered' | 'closed',
): Result<null, 'FEEDBACK_SETTLED'> {
  const settled = from === 'closed' || from === to;
  return settled ? refuse('FEEDBACK_SETTLED', { state: from }) : ok(null);
}
