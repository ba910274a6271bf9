import { maskContact } from '#domain/client/contact-mask.ts';
import { targetsOf, withoutRepeats, type NoticeTarget } from '#domain/message/notice-choice.ts';
import type { ContactKind } from '#domain/password-recovery/contact-change.ts';
import type { Account } from '../people/people-rows.ts';
import { chosenWays } from '../people/preferences.ts';
import type { Service } from '../service.ts';
import { noticeAt, type MessageAdd, type NoticeDoor } from './notice.ts';

interface ContactChanged {
  readonly kind: ContactKind;
  readonly door: NoticeDoor;
  readonly before: Account;
  readonly after: Account;
}

/**
 * Tells of an address or a phone that is another one by now: at the old one, whatever its owner has
 * chosen, so that nobody takes an account over unheard; at the new one; and by the ways that he has
 * chosen (rows N-21, R-27). A first one is told at the other contact, if there is one: whoever had
 * only a phone would hear no more, were it somebody else's address.
 */
export function contactNotices(
  service: Service,
  { kind, door, before, after }: ContactChanged,
): readonly MessageAdd[] {
  const [was, is] = [before[kind], after[kind]];
  if (was === is) return [];
  const template = 'contact-changed';
  const contactMasked = is === null ? '' : maskContact(is);
  const told = { kind, contactMasked, atMs: service.clock.nowMs() } as const;
  const notice = { door, account: after, template } as const;
  const chosen = targetsOf(after, template, chosenWays(after, template));
  const reached = is === null ? chosen : [placeOf(kind, is), ...chosen];
  const oldParams = { ...told, side: 'old' } as const;
  const newParams = { ...told, side: 'new' } as const;
  if (was === null) {
    const other = otherOf(kind);
    const heard = before[other];
    if (heard === null) return [];
    return [noticeAt(service, { ...notice, params: newParams }, placeOf(other, heard))];
  }
  return [
    noticeAt(service, { ...notice, params: oldParams }, placeOf(kind, was)),
    ...withoutRepeats(reached).map((target) =>
      noticeAt(service, { ...notice, params: newParams }, target),
    ),
  ];
}

function otherOf(kind: ContactKind): ContactKind {
  return kind === 'email' ? 'phone' : 'email';
}

function placeOf(kind: ContactKind, to: string): NoticeTarget {
  return { channel: kind === 'phone' ? 'sms' : 'email', to };
}
