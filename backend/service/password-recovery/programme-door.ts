import { judgeStanding } from '#domain/identity/account-standing.ts';
import type { ProgrammeProfile, RecoveryRules } from '#domain/identity/programme.ts';
import { recoveryKey, type MeantKey } from '#domain/password-recovery/recovery-key.ts';
import { ok, refuse } from '#domain/result.ts';
import { networkOf } from '../network/network-facts.ts';
import { closesAtOnce } from '../access/client-standing.ts';
import type { Answer } from '../outcome.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';

/** The ways in which people help themselves: all but the one where they have to come (V-17). */
export type SelfServiceRules = Exclude<RecoveryRules, { readonly way: 'in-person' }>;

/** A key as it was typed at a programme's door, and where its requests are found. */
export interface TypedKey {
  readonly profile: ProgrammeProfile;
  readonly rules: SelfServiceRules;
  readonly key: MeantKey;
  readonly keyHash: string;
}

/** No client and no account has it: what is asked of nobody costs as much as of somebody. */
const NOBODY = '';

/**
 * Reads what was typed at a door. A programme whose people have to come in person has no such one:
 * `NOT_FOUND`.
 */
export async function typedKey(
  service: Service,
  { programmeId, key: typed }: { readonly programmeId: string; readonly key: string },
): Promise<Answer<TypedKey>> {
  const programme = await service.stores.programmes.programme(programmeId);
  if (programme === null || !programme.active) return refuse('PROGRAMME_NOT_FOUND');
  const { profile } = programme;
  const rules = profile.recovery;
  if (rules.way === 'in-person') return refuse('NOT_FOUND');
  const key = recoveryKey(typed, { kinds: rules.keys, country: profile.country });
  if (!key.ok) return key;
  const { kind, value } = key.value;
  const keyHash = await keyHashOf(service, `${programmeId}/${kind}/${value}`);
  return ok({ profile, rules, key: key.value, keyHash });
}

/** What strangers type is kept as a hash under a key of the network, never as a text. */
export async function keyHashOf(service: Service, text: string): Promise<string> {
  const { keys } = await networkOf(service);
  return service.digests.hmac(keys.pinKey, `password-recovery/${text}`);
}

/** Whether an account may be let in again; a door says to nobody why not (G7). */
export async function mayReturn(service: Service, account: Account | null): Promise<boolean> {
  return (await returning(service, account)).ok;
}

/**
 * Why an account may not be let in again, for staff, who send its person on.
 * @returns `ACCOUNT_CLOSED` where it, or its client, is closed (row N-07), `ACCOUNT_ERASED`,
 *   `ACCOUNT_SWITCHED_OFF`; `NOT_FOUND` for none
 */
export async function returning(
  { stores }: Service,
  account: Account | null,
): Promise<Answer<null>> {
  const clientId = account?.clientId ?? NOBODY;
  const programmeId = account?.programmeId ?? null;
  const isClosed = await stores.registers.isClientClosed({ clientId, programmeId });
  const programme = await stores.programmes.programme(account?.programmeId ?? NOBODY);
  const shut = isClosed && closesAtOnce(programme?.profile ?? null);
  if (account === null) return refuse('NOT_FOUND');
  if (shut && account.state !== 'erased') return refuse('ACCOUNT_CLOSED');
  return judgeStanding(account);
}

/** The account of an id that may be none, read with the same work. */
export function accountOrNone({ stores }: Service, userId: string | null): Promise<Account | null> {
  return stores.people.accountById(userId ?? NOBODY);
}
