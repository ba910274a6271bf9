import type { RecoveryCaseRecord } from '#protocol/records/people/access.ts';
import type { IconName } from '#ui/icon/icons.ts';
import type { Tone } from '#ui/status/tone.ts';

export const caseStates = ['waiting', 'confirmed', 'rejected'] as const;

/** A state by its sign as well as by its tone. */
export const caseLooks: Readonly<
  Record<RecoveryCaseRecord['state'], { readonly tone: Tone; readonly icon: IconName }>
> = {
  waiting: { tone: 'warn', icon: 'waiting' },
  confirmed: { tone: 'ok', icon: 'ok' },
  rejected: { tone: 'danger', icon: 'danger' },
};
