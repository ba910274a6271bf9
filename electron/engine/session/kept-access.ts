import { ok, type Result } from '#domain/result.ts';
import { user } from '#protocol/records.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { KEPT_PEOPLE_MAX } from '#protocol/routes/sign-in.ts';
import type { Core } from '../core.ts';
import { unanswered } from '../sync/link.ts';
import { change } from './people.ts';

type Asked = RouteInput<'access.kept'>['people'][number];
type Told = RouteAnswer<'access.kept'>['people'][number];

interface Marked extends Asked {
  readonly login: string;
}

/**
 * The mark of whoever a session is of. Null within `ok` where a backend of before knows of none, or
 * does not answer: he unlocks until his term ends, as with the former.
 * @returns the refusal of somebody who is out again already, or whose password is another one
 */
export async function accessMarkOf(core: Core, token: string): Promise<Result<string | null>> {
  const told = await core.link.call('access.mark', {}, token);
  if (told.ok) return ok(told.value.accessMark);
  const isUntold = told.code === 'ROUTE_NOT_FOUND' || unanswered(told.code);
  return isUntold ? ok(null) : told;
}

/**
 * Asks whether those who unlock here would still be let in as they were when they signed in (rows
 * N-03, N-07). Of whom that is not so nothing is kept: his password is another one, his rights are,
 * or he is out. The term of the others is no longer than it is at the network by now.
 * @returns under which names somebody was forgotten. None where there is no answer: the desk has
 *   heard nothing, and what it keeps ends with its term
 */
export async function forgetChanged(core: Core): Promise<ReadonlySet<string>> {
  const marked = markedPeople(core);
  const forgotten = new Set<string>();
  for (let from = 0; from < marked.length; from += KEPT_PEOPLE_MAX) {
    const asked = marked.slice(from, from + KEPT_PEOPLE_MAX);
    const people = asked.map(({ userId, accessMark }) => ({ userId, accessMark }));
    const answer = await core.link.call('access.kept', { people });
    if (!answer.ok) return forgotten;
    const told = new Map(answer.value.people.map((one) => [nameOf(one), one]));
    const gone = asked.filter((one) => !told.has(nameOf(one)));
    for (const { login } of forget(core, gone)) forgotten.add(login);
    shorten(core, [...told.values()]);
  }
  return forgotten;
}

/** One person may be kept under two names, and signed in by each with another password. */
function nameOf({ userId, accessMark }: Asked): string {
  return `${userId}/${accessMark}`;
}

/** Of whom a backend of before has told no mark, it cannot be asked. */
function markedPeople({ journal }: Core): readonly Marked[] {
  return journal.db
    .prepare<[], { login: string; user: string; accessMark: string }>(
      `SELECT login, user, access_mark AS accessMark FROM person
       WHERE access_mark IS NOT NULL ORDER BY login`,
    )
    .all()
    .map(({ user: text, ...row }) => ({ ...row, userId: user.parse(JSON.parse(text)).userId }));
}

/**
 * Whoever has signed in meanwhile has another mark, and stays; on a full disk everybody does until
 * there is room, and nobody unlocks.
 */
function forget(core: Core, gone: readonly Marked[]): readonly Marked[] {
  if (gone.length === 0) return [];
  let forgotten: readonly Marked[] = [];
  const written = change(core, core.clock.nowMs(), (db) => {
    const drop = db.prepare('DELETE FROM person WHERE login = ? AND access_mark = ?');
    forgotten = gone.filter(({ login, accessMark }) => drop.run(login, accessMark).changes > 0);
  });
  return written.ok ? forgotten : [];
}

const WHO_IS_LONGER = `access_mark = @accessMark
  AND offline_until_ms > signed_in_at_ms + @offlineUnlockMs`;

/** A term that was lowered holds for whoever has signed in before; a longer one does not. */
function shorten(core: Core, told: readonly Told[]): void {
  const longer = core.journal.db.prepare<[Told]>(`SELECT 1 FROM person WHERE ${WHO_IS_LONGER}`);
  const lowered = told.filter((one) => longer.get(one) !== undefined);
  if (lowered.length === 0) return;
  change(core, core.clock.nowMs(), (db) => {
    const lower = db.prepare<[Told]>(
      `UPDATE person SET offline_until_ms = signed_in_at_ms + @offlineUnlockMs
       WHERE ${WHO_IS_LONGER}`,
    );
    for (const one of lowered) lower.run(one);
  });
}
