import type { TemplateId } from './templates.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * For how long news is worth sending, by its template: what may be stopped is soon too late, what
 * somebody waits for is not. A message that carries a code or a link lives as long as that does.
 */
export const newsTermsMs = {
  'account-locked': DAY_MS,
  'password-changed': DAY_MS,
  'phone-taken': DAY_MS,
  'new-sign-in': DAY_MS,
  'sessions-ended': DAY_MS,
  'credentials-issued': 3 * DAY_MS,
  'erasure-asked': 3 * DAY_MS,
  'contact-changed': 7 * DAY_MS,
  'consent-withdrawn': 7 * DAY_MS,
  'authority-ending': 7 * DAY_MS,
  'invitation-accepted': 7 * DAY_MS,
  'recovery-rejected': 7 * DAY_MS,
  'erasure-declined': 14 * DAY_MS,
  'application-filed': 14 * DAY_MS,
  'application-processed': 14 * DAY_MS,
  'feedback-filed': 14 * DAY_MS,
} as const satisfies Partial<Record<TemplateId, number>>;

export type NewsTemplate = keyof typeof newsTermsMs;
