import type { CardState } from '#domain/card/card-state.ts';
import type { Look } from '#ui/status/look.ts';

/** How a state looks beside its word. */
export const cardLooks: Readonly<Record<CardState, Look>> = {
  active: { tone: 'ok', icon: 'ok' },
  blocked: { tone: 'danger', icon: 'blocked' },
  lost: { tone: 'danger', icon: 'security' },
  returned: { tone: 'neutral', icon: 'back' },
  closed: { tone: 'neutral', icon: 'close' },
  expired: { tone: 'warn', icon: 'stale' },
};
