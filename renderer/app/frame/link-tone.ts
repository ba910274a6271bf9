import type { SyncState } from '#protocol/bridge.ts';
import type { IconName } from '#ui/icon/icons.ts';
import type { Tone } from '#ui/status/tone.ts';

export interface LinkLook {
  readonly tone: Tone;
  readonly icon: IconName;
}

/** How each state of the link looks; its word is `app.link.<state>`. */
export const linkLooks: Readonly<Record<SyncState['link'], LinkLook>> = {
  online: { tone: 'ok', icon: 'online' },
  connecting: { tone: 'neutral', icon: 'waiting' },
  offline: { tone: 'warn', icon: 'offline' },
  refused: { tone: 'danger', icon: 'blocked' },
};
