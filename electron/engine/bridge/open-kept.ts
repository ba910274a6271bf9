import type { RouteAnswer } from '#protocol/routes.ts';
import { keptAnswer } from '../cache/open-answers.ts';
import type { Core } from '../core.ts';
import type { Engine } from '../engine.ts';
import { fetchForGuests } from './guests.ts';
import { keptOr, type Open } from './kept-or.ts';

export type OpenMethod = keyof OpenHandlers;

interface OpenHandlers {
  readonly 'programme:public': Open<'programme.public'>;
  readonly 'terms:read': Open<'terms.read'>;
  readonly 'terms:versions': Open<'terms.versions'>;
}

/**
 * What whoever is not signed in may read: asked of the backend, and as it was last told where that
 * does not answer. Documents in force, news and stations are fetched with the doors, so that they
 * can be read without a link by somebody who has never opened them (O-23, V-15).
 */
export function openKept({ core }: Engine): OpenHandlers {
  const doors = keptOr(core, 'programme.public');
  const notFetched = (error: unknown): void =>
    core.log.info({ error: String(error) }, 'what guests read was not fetched');
  return {
    'programme:public': async (input) => {
      const answer = await doors(input);
      // Nobody waits for it, and whoever closes the workstation meanwhile has it done next time.
      if (answer.ok) fetchAhead(core, answer.value).catch(notFetched);
      return answer;
    },
    'terms:read': keptOr(core, 'terms.read'),
    'terms:versions': keptOr(core, 'terms.versions'),
  };
}

async function fetchAhead(core: Core, doors: RouteAnswer<'programme.public'>): Promise<void> {
  await fetchTerms(core, doors);
  await fetchForGuests(core);
}

/** One after the other; what is here in the version in force is not asked for again. */
async function fetchTerms(
  core: Core,
  { programmes }: RouteAnswer<'programme.public'>,
): Promise<void> {
  const read = keptOr(core, 'terms.read');
  for (const { programmeId, documents, languages } of programmes) {
    for (const { kind, head } of documents) {
      for (const language of head === null ? [] : languages) {
        const question = { programmeId, kind, language };
        const kept = keptAnswer(core.cache.db, { routeId: 'terms.read', input: question });
        if (kept?.head.hash === head?.hash) continue;
        const answer = await read(question);
        if (!answer.ok) return;
      }
    }
  }
}
