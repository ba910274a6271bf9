import { ok, type Result } from '#domain/result.ts';
import { understoodPreferences, type Preferences } from '#protocol/records/preferences.ts';
import { answerTo, keepAnswer } from '../cache/open-answers.ts';
import type { Engine } from '../engine.ts';
import { onlineOnly, onlineOr, type Asking } from './online.ts';

interface PreferenceHandlers {
  readonly 'preferences:get': Asking<'preferences.get'>;
  readonly 'preferences:set': Asking<'preferences.set'>;
}

/**
 * How the person wants the product to be (row O-21): asked of the backend, and as it said last
 * where there is no link. They are changed with the link alone.
 */
export function ownPreferences(engine: Engine): PreferenceHandlers {
  const { db } = engine.core.cache;
  const question = (userId: string): string => `preferences.get ${userId}`;
  const keep = (userId: string, answer: Result<Preferences>): Result<Preferences> => {
    if (answer.ok) keepAnswer(db, question(userId), answer.value);
    return answer;
  };
  const known = (userId: string): Preferences =>
    understoodPreferences(answerTo(db, question(userId)));
  const get = onlineOr(engine, 'preferences.get', (_input, { userId }) => ok(known(userId)));
  const set = onlineOnly(engine, 'preferences.set');
  return {
    'preferences:get': async (input, operator) => keep(operator.userId, await get(input, operator)),
    'preferences:set': async (input, operator) => keep(operator.userId, await set(input, operator)),
  };
}
