import { errorsAsOf, heardFromMs } from '#domain/identity/attempts.ts';
import { ok, refuse } from '#domain/result.ts';
import type { Answer } from '../../outcome.ts';
import type { Service } from '../../service.ts';
import type { Account } from '../people-rows.ts';
import { untilWritten } from '../until-written.ts';
import { errorsKey, type Door } from './door.ts';
import { countWrongTry } from './wrong-try.ts';

/** Somebody who is signed in, and has to show once more that it is he. */
export interface Proving {
  readonly door: Door;
  /** Under which his wrong tries are counted. */
  readonly key: string;
  readonly account: Account;
  readonly workstationId: string | null;
  /** From where on the network he asks. */
  readonly address: string | null;
}

/**
 * A session left open is not enough to take an account over: the password in force is asked for.
 * Whoever guesses it here is held up as at sign-in: by the door's wait, and where it locks, the
 * right one is refused as well (row P-18). To be called under the lock `sign-in <key>`.
 * @returns `FIELD_REQUIRED` {field}, `RATE_LIMITED` {waitMs}, `AUTH_DELAYED` {waitMs},
 *   `AUTH_INVALID`
 */
export async function proveCurrentPassword(
  service: Service,
  proving: Proving,
  typed: string | undefined,
): Promise<Answer<null>> {
  if (typed === undefined) return refuse('FIELD_REQUIRED', { field: 'currentPassword' });
  const who = service.digests.sha256(proving.key);
  const taken = await service.guessLimits.take([{ kind: 'account', who }]);
  return taken.ok ? untilWritten(() => tryOnce(service, proving, typed)) : taken;
}

async function tryOnce(
  service: Service,
  { door, key, account, workstationId, address }: Proving,
  typed: string,
): Promise<Answer<null> | 'stale'> {
  const { stores, clock, hasher } = service;
  const nowMs = clock.nowMs();
  const errorsUnder = errorsKey(service, key, account);
  const errors = errorsAsOf(await stores.identity.signInErrors(errorsUnder), nowMs);
  const heardMs = heardFromMs(door, errors);
  if (nowMs < heardMs) return refuse('AUTH_DELAYED', { waitMs: heardMs - nowMs });
  const right = await hasher.verify(account.passwordHash, typed);
  if (right && account.state !== 'locked') return ok(null);
  const at = { workstationId, address };
  return countWrongTry(service, { door, key: errorsUnder, account, errors, ...at });
}
