import { pinShape } from '#domain/card/pin.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { SessionState } from '#protocol/bridge.ts';
import type { Core } from '../core.ts';
import type { CurrentSession } from './current-session.ts';

/** The error after which only a whole sign-in helps (row R-29). */
const TRIES_MAX = 5;

/**
 * A person's own PIN for this desk alone: it locks the screen of a session that goes on, and opens
 * it again. No card knows it, the backend neither, and no session begins by it.
 */
export interface AppLock {
  /** Whether the person who is signed in has a PIN here. */
  isSet(): Result<{ isSet: boolean }>;
  /**
   * Another one, or none where `pin` is null. Refused as a card's PIN; with DISK_FULL the one of
   * before stays.
   */
  set(pin: { readonly pin: string; readonly repeat: string } | null): Promise<Result<Done>>;
  /** APP_PIN_MISSING where the person has none. */
  lock(): Result<SessionState>;
  /**
   * APP_PIN_INVALID {triesLeft}; with the fifth error APP_PIN_LOCKED, and the session is over.
   * DISK_FULL where a try cannot be counted: none is looked at that does not count.
   */
  unlock(pin: string): Promise<Result<SessionState>>;
}

interface Done {
  readonly done: true;
}

interface PinRow {
  readonly verifier: string;
  readonly errors: number;
}

const DONE: Done = { done: true };

export function makeAppLock(core: Core, session: CurrentSession): AppLock {
  const { db } = core.journal;
  const rowOf = (userId: string): PinRow | undefined =>
    db
      .prepare<[string], PinRow>('SELECT verifier, errors FROM app_pin WHERE user_id = ?')
      .get(userId);

  return {
    isSet() {
      const now = session.need(null);
      return now.ok ? ok({ isSet: rowOf(now.value.userId) !== undefined }) : now;
    },
    async set(asked) {
      const now = session.need(null);
      if (!now.ok) return now;
      const { userId } = now.value;
      const shape = asked === null ? null : pinShape(asked.pin, asked.repeat);
      if (shape?.ok === false) return shape;
      const verifier = shape === null ? null : await core.secretHash.hash(shape.value);
      const written = write(core, (run) => {
        run('DELETE FROM app_pin WHERE user_id = ?', userId);
        if (verifier === null) return;
        run('INSERT INTO app_pin VALUES (?, ?, 0, ?)', userId, verifier, core.clock.nowMs());
      });
      return written.ok ? ok(DONE) : written;
    },
    lock() {
      const now = session.alive();
      if (now === null) return refuse('UNAUTHORIZED');
      if (rowOf(now.user.userId) === undefined) return refuse('APP_PIN_MISSING');
      return ok(session.begin({ ...now, locked: true }));
    },
    async unlock(pin) {
      const now = session.alive();
      if (now === null) return refuse('UNAUTHORIZED');
      if (!now.locked) return ok(session.state());
      const { userId } = now.user;
      const counted = countTry(core, userId);
      if (!counted.ok) return counted;
      const errors = counted.value;
      const row = rowOf(userId);
      if (row === undefined || errors > TRIES_MAX) return ended(session);
      if (await core.secretHash.verify(row.verifier, pin)) {
        // Ended meanwhile, or somebody else's: a PIN begins no session.
        if (session.alive() !== now) return refuse('UNAUTHORIZED');
        write(core, (run) => run('UPDATE app_pin SET errors = 0 WHERE user_id = ?', userId));
        return ok(session.begin({ ...now, locked: false }));
      }
      if (errors >= TRIES_MAX) return ended(session);
      return refuse('APP_PIN_INVALID', { triesLeft: TRIES_MAX - errors });
    },
  };
}

/** Counted before it is looked at: tries at the same time run past no limit. */
function countTry(core: Core, userId: string): Result<number> {
  const written = write(core, (run) =>
    run('UPDATE app_pin SET errors = errors + 1 WHERE user_id = ?', userId),
  );
  if (!written.ok) return written;
  const row = core.journal.db
    .prepare<[string], { errors: number }>('SELECT errors FROM app_pin WHERE user_id = ?')
    .get(userId);
  return ok(row?.errors ?? 0);
}

async function ended(session: CurrentSession): Promise<Result<never>> {
  await session.end();
  return refuse('APP_PIN_LOCKED');
}

/** A whole sign-in proves more than a PIN: its errors begin anew. */
export function forgiveAppPin(core: Core, userId: string): void {
  write(core, (run) => run('UPDATE app_pin SET errors = 0 WHERE user_id = ?', userId));
}

type Run = (sql: string, ...values: (string | number)[]) => void;

function write(core: Core, work: (run: Run) => void): Result<null, 'DISK_FULL'> {
  return core.journal.write({ atMs: core.clock.nowMs() }, ({ db }) => {
    work((sql, ...values) => void db.prepare(sql).run(...values));
    return null;
  });
}
