import type { ClientUser } from '#protocol/records/client/client-user.ts';
import type { Look } from '#ui/status/look.ts';

export const stateLooks: Readonly<Record<ClientUser['state'], Look>> = {
  active: { tone: 'ok', icon: 'ok' },
  locked: { tone: 'warn', icon: 'security' },
  closed: { tone: 'neutral', icon: 'close' },
  erased: { tone: 'neutral', icon: 'remove' },
};
