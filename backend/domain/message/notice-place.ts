import type { TemplateId } from './templates.ts';

/** Where in the window a notice is read on: what a click on it opens (row R-27). */
export const noticePlaces = ['security', 'own-data', 'feedback', 'applications'] as const;
export type NoticePlace = (typeof noticePlaces)[number];

const PLACES: Partial<Record<TemplateId, NoticePlace>> = {
  'password-changed': 'security',
  'account-locked': 'security',
  'credentials-issued': 'security',
  'new-sign-in': 'security',
  'sessions-ended': 'security',
  'contact-changed': 'own-data',
  'erasure-asked': 'own-data',
  'erasure-declined': 'own-data',
  'consent-withdrawn': 'own-data',
  'feedback-filed': 'feedback',
  'application-filed': 'applications',
};

/** @returns null for what has no place of its own: a click then shows the window as it is */
export function noticePlace(template: TemplateId): NoticePlace | null {
  return PLACES[template] ?? null;
}
