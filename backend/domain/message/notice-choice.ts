// By which ways a person is told what happened to his account (row R-27). Codes, links and whatever
// else he has asked for always go where they prove something: no choice is asked there.

import { ok, refuse, type Result } from '../result.ts';
import type { TemplateId } from './templates.ts';

/** What nobody has to ask for, by its template. All of it is about the security of the account. */
export const noticeKinds = [
  'password-changed',
  'account-locked',
  'credentials-issued',
] as const satisfies readonly TemplateId[];
export type NoticeKind = (typeof noticeKinds)[number];

export const noticeWays = ['email', 'sms', 'desktop'] as const;
export type NoticeWay = (typeof noticeWays)[number];

/** Which of the ways are on. */
export type ChosenWays = Readonly<Record<NoticeWay, boolean>>;

/** Where a person can be reached; what stands here has been proved. */
export interface Reachable {
  readonly userId: string;
  readonly email: string | null;
  readonly phone: string | null;
}

export type NoticeTarget =
  | { readonly channel: NoticeWay; readonly to: string }
  | { readonly channel: 'none'; readonly to: '' };

/** What stands for a message to nobody (G7). */
export const NOWHERE = { channel: 'none', to: '' } as const satisfies NoticeTarget;

/** The address of a way; null where the person has none that is proved. */
function addressOf({ userId, email, phone }: Reachable, way: NoticeWay): string | null {
  return { email, sms: phone, desktop: userId }[way];
}

/**
 * Whether a person may choose so: no way without a proved address, and of the proved ones at least
 * one that reaches him away from the desk. Who has none of those keeps the desktop.
 * @returns `CHANNEL_NOT_VERIFIED` {channel} with the way that is missing
 */
export function judgeWays(
  person: Reachable,
  chosen: ChosenWays,
): Result<null, 'CHANNEL_NOT_VERIFIED'> {
  const unproved = noticeWays.find((way) => chosen[way] && addressOf(person, way) === null);
  if (unproved !== undefined) return refuse('CHANNEL_NOT_VERIFIED', { channel: unproved });
  const away = (['email', 'sms'] as const).filter((way) => addressOf(person, way) !== null);
  const needed: readonly NoticeWay[] = away.length === 0 ? ['desktop'] : away;
  const kept = needed.some((way) => chosen[way]);
  return kept ? ok(null) : refuse('CHANNEL_NOT_VERIFIED', { channel: needed[0] ?? 'desktop' });
}

/**
 * Where a notice goes. Without a choice by letter, else by short message; so too where nothing of
 * what was chosen can reach him any more.
 */
export function targetsOf(
  person: Reachable,
  chosen: ChosenWays | undefined,
): readonly [NoticeTarget, ...NoticeTarget[]] {
  const open = noticeWays.flatMap((way): readonly NoticeTarget[] => {
    const to = chosen?.[way] === true ? addressOf(person, way) : null;
    return to === null ? [] : [{ channel: way, to }];
  });
  const [first, ...others] = open;
  return first === undefined ? [usualTarget(person)] : [first, ...others];
}

function usualTarget({ email, phone }: Reachable): NoticeTarget {
  if (email !== null) return { channel: 'email', to: email };
  return phone === null ? NOWHERE : { channel: 'sms', to: phone };
}
