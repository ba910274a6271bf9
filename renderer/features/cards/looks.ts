import type { CardState } from '#domain/card/card-state.ts';
import type { ContractState } from '#domain/contract/contract.ts';
import type { IconName } from '#ui/icon/icons.ts';
import type { Tone } from '#ui/status/tone.ts';

export interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
}

/** How a state looks beside its word. */
export const cardLooks: Readonly<Record<CardState, Look>> = {
  active: { tone: 'ok', icon: 'ok' },
  blocked: { tone: 'danger', icon: 'blocked' },
  lost: { tone: 'danger', icon: 'security' },
  returned: { tone: 'neutral', icon: 'back' },
  closed: { tone: 'neutral', icon: 'close' },
  expired: { tone: 'warn', icon: 'stale' },
};

export const contractLooks: Readonly<Record<ContractState, Look>> = {
  draft: { tone: 'warn', icon: 'edit' },
  signed: { tone: 'ok', icon: 'ok' },
  closed: { tone: 'neutral', icon: 'close' },
};
