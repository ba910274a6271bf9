// By which ways a person is told what happened to his account (row R-27). Codes, links and whatever
// else he has asked for always go where they prove something: no choice is asked there.

import { ok, refuse, type Result } from '../result.ts';
import { isSecurity, type NoticeKind } from './notice-kinds.ts';

export const noticeWays = ['email', 'sms', 'desktop'] as const;
export type NoticeWay = (typeof noticeWays)[number];

/** Which of the ways are on. */
export type ChosenWays = Readonly<Record<NoticeWay, boolean>>;

/** Whether nothing would change by it. */
export function isSameChoice(ways: ChosenWays, before: ChosenWays | undefined): boolean {
  return before !== undefined && noticeWays.every((way) => ways[way] === before[way]);
}

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
 * Whether a person may choose so: no way without a proved address; and of what is about security,
 * of the proved ones at least one that reaches him away from the desk. Who has none of those keeps
 * the desktop.
 * @returns `CHANNEL_NOT_VERIFIED` {channel} with the way that is missing
 */
export function judgeWays(
  person: Reachable,
  kind: NoticeKind,
  chosen: ChosenWays,
): Result<null, 'CHANNEL_NOT_VERIFIED'> {
  const unproved = noticeWays.find((way) => chosen[way] && addressOf(person, way) === null);
  if (unproved !== undefined) return refuse('CHANNEL_NOT_VERIFIED', { channel: unproved });
  if (!isSecurity(kind)) return ok(null);
  const away = (['email', 'sms'] as const).filter((way) => addressOf(person, way) !== null);
  const needed: readonly NoticeWay[] = away.length === 0 ? ['desktop'] : away;
  const kept = needed.some((way) => chosen[way]);
  return kept ? ok(null) : refuse('CHANNEL_NOT_VERIFIED', { channel: needed[0] ?? 'desktop' });
}

/**
 * Where a notice goes: by what was chosen, or as usual where nothing was chosen, or nothing of it
 * can reach him any more. What is not about security goes nowhere once it is switched off.
 */
export function targetsOf(
  person: Reachable,
  kind: NoticeKind,
  chosen: ChosenWays | undefined,
): readonly NoticeTarget[] {
  const isOff = chosen !== undefined && noticeWays.every((way) => !chosen[way]);
  if (isOff && !isSecurity(kind)) return [];
  const open = noticeWays.flatMap((way): readonly NoticeTarget[] => {
    const to = chosen?.[way] === true ? addressOf(person, way) : null;
    return to === null ? [] : [{ channel: way, to }];
  });
  return open.length > 0 ? open : [usualTarget(person)];
}

/** Without a choice: by letter, else by short message, else at his desktop. */
export function usualTarget({ userId, email, phone }: Reachable): NoticeTarget {
  if (email !== null) return { channel: 'email', to: email };
  if (phone !== null) return { channel: 'sms', to: phone };
  return { channel: 'desktop', to: userId };
}

/** The same place once, however often it was named. */
export function withoutRepeats(targets: readonly NoticeTarget[]): readonly NoticeTarget[] {
  const places = new Map(targets.map((target) => [`${target.channel} ${target.to}`, target]));
  return [...places.values()];
}
