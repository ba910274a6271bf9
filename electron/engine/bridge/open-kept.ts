import { ok, type Result } from '#domain/result.ts';
import { routes, type RouteAnswer, type RouteInput } from '#protocol/routes.ts';
import { keepOpenAnswer, openAnswer } from '../cache/open-answers.ts';
import type { Core } from '../core.ts';
import type { Engine } from '../engine.ts';
import { unanswered } from '../sync/link.ts';

/** Routes that need neither person nor workstation, and whose answers are kept for later. */
type OpenRoute = 'programme.public' | 'terms.read' | 'terms.versions';

export type OpenMethod = keyof OpenHandlers;

interface OpenHandlers {
  readonly 'programme:public': Open<'programme.public'>;
  readonly 'terms:read': Open<'terms.read'>;
  readonly 'terms:versions': Open<'terms.versions'>;
}

type Open<K extends OpenRoute> = (input: RouteInput<K>) => Promise<Result<RouteAnswer<K>>>;

/**
 * What whoever is not signed in may read: asked of the backend, and as it was last told where that
 * does not answer. Documents in force are fetched with the doors they belong to, so that they can
 * be read without a link by somebody who has never opened them (V-15).
 */
export function openKept({ core }: Engine): OpenHandlers {
  const doors = keptOr(core, 'programme.public');
  const notFetched = (error: unknown): void =>
    core.log.info({ error: String(error) }, 'documents of the doors were not fetched');
  return {
    'programme:public': async (input) => {
      const answer = await doors(input);
      // Nobody waits for it, and whoever closes the workstation meanwhile has it done next time.
      if (answer.ok) fetchTerms(core, answer.value).catch(notFetched);
      return answer;
    },
    'terms:read': keptOr(core, 'terms.read'),
    'terms:versions': keptOr(core, 'terms.versions'),
  };
}

function keptOr<K extends OpenRoute>(core: Core, routeId: K): Open<K> {
  return async (input) => {
    const answer = await core.link.callOpen(routeId, input);
    if (answer.ok) keepOpenAnswer(core.cache.db, questionOf(routeId, input), answer.value);
    if (answer.ok || !unanswered(answer.code)) return answer;
    const kept = keptAnswer(core, routeId, input);
    return kept === null ? answer : ok(kept);
  };
}

function keptAnswer<K extends OpenRoute>(
  core: Core,
  routeId: K,
  input: RouteInput<K>,
): RouteAnswer<K> | null {
  const kept = openAnswer(core.cache.db, questionOf(routeId, input));
  const read = routes[routeId].answer.safeParse(kept);
  // The schema is that of this route.
  return read.success ? (read.data as RouteAnswer<K>) : null;
}

/** The same text for the same question, in whatever order its fields came. */
function questionOf<K extends OpenRoute>(routeId: K, input: RouteInput<K>): string {
  const fields = Object.entries(input).map(([name, value]) => `${name}=${String(value)}`);
  return [routeId, ...fields.toSorted()].join(' ');
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
        const kept = keptAnswer(core, 'terms.read', question);
        if (kept?.head.hash === head?.hash) continue;
        const answer = await read(question);
        if (!answer.ok) return;
      }
    }
  }
}
