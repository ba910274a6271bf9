import type { Told } from '#protocol/processes.ts';
import type { Core } from '../core.ts';
import type { PersonSession } from './person-session.ts';

/** How many are remembered, so that none that comes again is shown again. */
const REMEMBERED_MAX = 200;

export interface Notices {
  /**
   * Shows what is there for whoever is signed in online; while the link is down or the screen is
   * locked nothing is asked for, and nothing shown.
   */
  take(): Promise<void>;
}

interface NoticeParts {
  readonly core: Core;
  readonly session: PersonSession;
  readonly show: (told: Told) => void;
}

/** The notices of the network for the person at this desk. */
export function makeNotices({ core, session, show }: NoticeParts): Notices {
  let shown: readonly string[] = [];
  const known = new Set<string>();
  const openToken = (): string | null => {
    const person = session.need(null);
    return person.ok ? person.value.sessionToken : null;
  };
  return {
    async take() {
      const token = openToken();
      if (token === null) return;
      const answer = await core.link.call('notice.take', { shown: [...shown] }, token);
      // Whoever locked or left meanwhile is told later: what was not shown comes again.
      if (!answer.ok || openToken() !== token) return;
      const { notices } = answer.value;
      shown = notices.map(({ messageId }) => messageId);
      for (const { messageId, title, text, place = null } of notices) {
        if (!known.has(messageId)) show({ title, text, place });
        known.add(messageId);
      }
      for (const oldest of known) {
        if (known.size <= REMEMBERED_MAX) break;
        known.delete(oldest);
      }
    },
  };
}
