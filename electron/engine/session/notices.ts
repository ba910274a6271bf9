import type { NoticeRecord } from '#protocol/records/message.ts';
import type { Core } from '../core.ts';
import type { PersonSession } from './person-session.ts';

/** How many are remembered, so that none that comes again is shown again. */
const REMEMBERED_MAX = 200;

export interface Notices {
  /** Shows what is there for whoever is signed in online; a link that is down shows nothing. */
  take(): Promise<void>;
}

interface NoticeParts {
  readonly core: Core;
  readonly session: PersonSession;
  readonly show: (notice: Pick<NoticeRecord, 'title' | 'text'>) => void;
}

/** The notices of the network for the person at this desk. */
export function makeNotices({ core, session, show }: NoticeParts): Notices {
  let shown: readonly string[] = [];
  const known = new Set<string>();
  return {
    async take() {
      const person = session.need(null);
      const token = person.ok ? person.value.sessionToken : null;
      if (token === null) return;
      const answer = await core.link.call('notice.take', { shown: [...shown] }, token);
      if (!answer.ok) return;
      const { notices } = answer.value;
      shown = notices.map(({ messageId }) => messageId);
      for (const { messageId, title, text } of notices) {
        if (!known.has(messageId)) show({ title, text });
        known.add(messageId);
      }
      for (const oldest of known) {
        if (known.size <= REMEMBERED_MAX) break;
        known.delete(oldest);
      }
    },
  };
}
