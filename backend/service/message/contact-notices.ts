import { GIVEN_PASSWORD_MS } from '#domain/approval/second-person.ts';
import { maskContact } from '#domain/client/contact-mask.ts';
import { targetsOf, withoutRepeats, type NoticeTarget } from '#domain/message/notice-choice.ts';
import type { ContactKind } from '#domain/password-recovery/contact-change.ts';
import type { Account } from '../people/people-rows.ts';
import { chosenWays } from '../people/preferences.ts';
import type { Service } from '../service.ts';
import { noticeAt, type MessageAdd, type Notice, type NoticeDoor } from './notice.ts';

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

/** As long as whoever gave somebody a password is no second person with him: one finds out late. */
const LEFT_MS = GIVEN_PASSWORD_MS;

/**
 * A notice that somebody else has replaced what lets its reader in. It goes by the ways that he has
 * chosen, to his desk, which nobody sends elsewhere, and to every contact of his that was changed
 * within thirty days: whoever first enters an address of his own, and then draws a password, is
 * heard of at the one before.
 */
export async function noticesAlsoToLeft(
  service: Service,
  notice: Notice,
): Promise<readonly MessageAdd[]> {
  const { account, template } = notice;
  const { userId } = account;
  const sinceMs = service.clock.nowMs() - LEFT_MS;
  const told = await service.stores.messages.contactsChanged(userId, sinceMs);
  const left = told.flatMap(({ params, channel, recipient: to }): readonly NoticeTarget[] =>
    params['side'] === 'old' && channel !== 'none' ? [{ channel, to }] : [],
  );
  const chosen = targetsOf(account, template, chosenWays(account, template));
  const targets = withoutRepeats([...chosen, { channel: 'desktop', to: userId }, ...left]);
  return targets.map((target) => noticeAt(service, notice, target));
}

function otherOf(kind: ContactKind): ContactKind {
  return kind === 'email' ? 'phone' : 'email';
}

function placeOf(kind: ContactKind, to: string): NoticeTarget {
  return { channel: kind === 'phone' ? 'sms' : 'email', to };
}
