import type { MessageState } from '#domain/message/outgoing.ts';
import type { Tone } from '#ui/status/tone.ts';

/** How a state looks; its words say the same. */
export const messageTones: Readonly<Record<MessageState, Tone>> = {
  queued: 'info',
  sending: 'info',
  sent: 'ok',
  delivered: 'ok',
  bounced: 'danger',
  failed: 'danger',
  expired: 'warn',
  cancelled: 'neutral',
  dropped: 'neutral',
};
