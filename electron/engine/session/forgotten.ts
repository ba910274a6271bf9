import type { WritableDb } from '#sqlite/open.ts';

/**
 * Nothing is left here by which anybody could unlock, or open his locked screen. Errors stay
 * counted: they are of guesses, whoever was guessed at.
 */
export function forgetEverybody(db: WritableDb): void {
  db.prepare('DELETE FROM person').run();
  db.prepare('DELETE FROM app_pin').run();
}
