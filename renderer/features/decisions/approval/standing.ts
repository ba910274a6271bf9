import type { WaitingApproval } from '#protocol/records/administration.ts';
import type { IconName } from '#ui/icon/icons.ts';
import type { Tone } from '#ui/status/tone.ts';

/** yours: this person decides it. theirs: he asked, somebody else decides. given: he may do it. */
export type Standing = 'yours' | 'theirs' | 'given';

/** How something that waits stands to whoever looks at it. */
export function standingOf({ own, state }: Pick<WaitingApproval, 'own' | 'state'>): Standing {
  if (state === 'given') return 'given';
  return own ? 'theirs' : 'yours';
}

/** By its sign as well as by its tone. */
export const standingLooks: Readonly<
  Record<Standing, { readonly tone: Tone; readonly icon: IconName }>
> = {
  yours: { tone: 'warn', icon: 'question' },
  theirs: { tone: 'info', icon: 'waiting' },
  given: { tone: 'ok', icon: 'ok' },
};
