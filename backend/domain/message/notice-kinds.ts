// What a person is told without asking, one line for each event (row R-27). Codes, links and
// answers that he waits for are no notices: they always go where they prove something.

import { isOfClient, type Right, type Role } from '../identity/rights.ts';
import type { TemplateId } from './templates.ts';

/** As they stand together in the choice. */
export const noticeGroups = ['security', 'data', 'work'] as const;
export type NoticeGroup = (typeof noticeGroups)[number];

interface NoticeRule {
  /** Of `security` a way that is proved stays on; the others may be switched off altogether. */
  readonly group: NoticeGroup;
  /** Whom it can concern; an inviter is whoever may bring others in. */
  readonly hears: 'everybody' | 'programme-people' | 'representatives' | 'inviters';
}

/** Without a choice each goes by letter, else by short message, else to the desktop. */
const RULES = {
  'password-changed': { group: 'security', hears: 'everybody' },
  'account-locked': { group: 'security', hears: 'programme-people' },
  'credentials-issued': { group: 'security', hears: 'everybody' },
  'new-sign-in': { group: 'security', hears: 'everybody' },
  'contact-changed': { group: 'security', hears: 'everybody' },
  'sessions-ended': { group: 'security', hears: 'everybody' },
  'erasure-asked': { group: 'security', hears: 'programme-people' },
  'consent-withdrawn': { group: 'data', hears: 'programme-people' },
  'authority-ending': { group: 'data', hears: 'representatives' },
  'invitation-accepted': { group: 'work', hears: 'inviters' },
} as const satisfies Partial<Record<TemplateId, NoticeRule>>;

export type NoticeKind = keyof typeof RULES;
export const noticeKinds = Object.keys(RULES) as readonly NoticeKind[];

/** Whether a way that is proved has to stay on for it. */
export function isSecurity(kind: NoticeKind): boolean {
  return RULES[kind].group === 'security';
}

const INVITING: Right = 'account.manage';

interface Reader {
  readonly role: Role;
  /** As his session has them. */
  readonly rights: readonly string[];
}

/** The notices of a group that can come to somebody, in their order. */
export function noticesFor(reader: Reader, group: NoticeGroup): readonly NoticeKind[] {
  return noticeKinds.filter((kind) => RULES[kind].group === group && concerns(kind, reader));
}

function concerns(kind: NoticeKind, { role, rights }: Reader): boolean {
  switch (RULES[kind].hears) {
    case 'everybody':
      return true;
    case 'programme-people':
      return isOfClient(role);
    case 'representatives':
      return role === 'representative';
    case 'inviters':
      return rights.includes(INVITING);
  }
}
