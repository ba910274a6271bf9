import { assert } from '#domain/assert.ts';
import {
  ACCOUNT_TRIES_SPAN_MS,
  judgeCode,
  type CodeEntry,
} from '#domain/identity/one-time-code.ts';
import { refuse } from '#domain/result.ts';
import type { RouteInput } from '#protocol/routes.ts';
import type { Place } from '../audit/doer.ts';
import { toldRefusal } from '../audit/told-refusal.ts';
import type { PasswordRequest } from '../people/access-rows.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import { accountOrNone, mayReturn, typedKey, type TypedKey } from './programme-door.ts';
import { judgedChange, lastInstant, openToSet, writeTry, type Proved } from './proved.ts';
import { untilWritten } from '../people/until-written.ts';

type CodeProof = Extract<RouteInput<'password.prove'>['proof'], { by: 'code' }>;

/** One entry of a code at a programme's door. */
interface Entered {
  readonly typed: TypedKey;
  readonly code: string;
  readonly triesMax: number;
  readonly at: Place;
}

/**
 * Judges an entered code (rows N-10, R-13). Somebody who does not know it gets the same answers
 * after the same work, whether there is such an account or not (G7).
 */
export async function proveByCode(service: Service, proof: CodeProof, at: Place): Promise<Proved> {
  const typed = await typedKey(service, proof);
  if (!typed.ok) return typed;
  const { rules, keyHash } = typed.value;
  if (!('code' in rules)) return refuse('NOT_FOUND');
  const code = proof.code.replaceAll(/\s/gu, '');
  const entered = { typed: typed.value, code, triesMax: rules.code.tries, at };
  // One after the other: guesses in parallel must not run past the counter.
  return service.locks.run(`password-recovery ${keyHash}`, () =>
    untilWritten(() => judgeEntered(service, entered)),
  );
}

/** Nobody asked under this key: every code is answered as a wrong one. */
const NEVER_ASKED = { state: 'cancelled', triesUsed: 0 } as const;

async function judgeEntered(service: Service, entered: Entered): Promise<Proved | 'stale'> {
  const { at } = entered;
  const request = await service.stores.access.latestRequest(entered.typed.keyHash);
  const account = await accountOrNone(service, request?.userId ?? null);
  const sentUntilMs = await lastInstant(service, request);
  const entry = await factsOf(service, entered, { request, account });
  // Nothing is sent where there is nobody: by a later term of wrong codes he would be known (G7).
  const expiresAtMs = entry.right ? sentUntilMs : (request?.expiresAtMs ?? sentUntilMs);
  const judged = judgeCode({ ...(request ?? NEVER_ASKED), expiresAtMs }, entry);
  const changes = request === null ? [] : [judgedChange(request, judged.sent)];
  if (!judged.answer.ok) {
    const { code } = judged.answer;
    const written = await writeTry(service, { account, at, code, changes });
    return written === 'done' ? toldRefusal(judged.answer) : 'stale';
  }
  assert(account !== null, 'a code that is right was sent to somebody');
  return openToSet(service, account, { at, changes });
}

async function factsOf(
  service: Service,
  { typed, code, triesMax }: Entered,
  {
    request,
    account,
  }: { readonly request: PasswordRequest | null; readonly account: Account | null },
): Promise<CodeEntry> {
  const nowMs = service.clock.nowMs();
  const returns = await mayReturn(service, account);
  const nobodysHash = await service.nobodysHash();
  const hash = isCodeHash(request) ? request.secretHash : nobodysHash;
  const same = await service.hasher.verify(hash, code);
  const subject = request?.subject ?? typed.keyHash;
  const sinceMs = nowMs - ACCOUNT_TRIES_SPAN_MS;
  const accountTriesUsed = await service.stores.access.triesSince(subject, sinceMs);
  return { nowMs, triesMax, right: same && returns, accountTriesUsed };
}

/** A programme may have sent links before it sent codes. */
function isCodeHash(request: PasswordRequest | null): request is PasswordRequest {
  return request?.secretHash.startsWith('$') ?? false;
}
