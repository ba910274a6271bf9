import { staffDoor, type DoorRule } from '#domain/identity/attempts.ts';
import { normalizeEmail, normalizePhone } from '#domain/client/contact.ts';
import { triedKey } from '#domain/identity/login.ts';
import { offlineTermMs } from '#domain/identity/offline-term.ts';
import { staffPasswords } from '#domain/identity/password.ts';
import { firstLanguage, type LoginKind, type PasswordRules } from '#domain/identity/programme.ts';
import { ok } from '#domain/result.ts';
import { FIRST_LANGUAGE, type Language } from '#domain/text/language.ts';
import type { Answer } from '../../outcome.ts';
import { openDoor, type OpenDoor } from '../../programme/programme-door.ts';
import type { Service } from '../../service.ts';
import type { Account } from '../people-rows.ts';

/**
 * What somebody comes in by: a programme's door, or that of the network's own people. The door,
 * never an account, says how a try is treated, so that a login nobody has is treated the same.
 */
export interface Door extends DoorRule {
  /** Null for the network's own people. */
  readonly programmeId: string | null;
  readonly asksRobotCheck: boolean;
  readonly login: LoginKind;
  readonly passwords: PasswordRules;
  /** How long its people may unlock without a link; null never. */
  readonly offlineUnlockMs: number | null;
  /** Whose documents are accepted by coming in; null for the network's own people. */
  readonly opened: OpenDoor | null;
  /** In which letters are written to who has chosen none. */
  readonly language: Language;
}

const STAFF: Omit<Door, 'offlineUnlockMs'> = {
  ...staffDoor,
  programmeId: null,
  asksRobotCheck: false,
  login: 'given',
  passwords: staffPasswords,
  opened: null,
  language: FIRST_LANGUAGE,
};

/**
 * The door of a programme, or of the network's own people.
 * @returns PROGRAMME_NOT_FOUND, OFFER_TEXT_MISSING as `openDoor`
 */
export async function doorOf(service: Service, programmeId: string | null): Promise<Answer<Door>> {
  if (programmeId === null) {
    const days = await service.stores.identity.staffOfflineDays();
    return ok({ ...STAFF, offlineUnlockMs: offlineTermMs(days) });
  }
  const opened = await openDoor(service, programmeId);
  if (!opened.ok) return opened;
  const { profile } = opened.value;
  const { account, signIn, passwords } = profile;
  return ok({
    programmeId,
    lockAtError: signIn.lockAtError,
    asksRobotCheck: signIn.robotCheck.includes('sign-in'),
    login: account.login,
    passwords,
    offlineUnlockMs: account.offlineUnlockMs,
    opened: opened.value,
    language: firstLanguage(profile),
  });
}

/** Under what tries at a door are counted, however the login was typed. */
export function keyAtDoor({ programmeId, login }: Door, typed: string): string {
  return triedKey(programmeId, plainLogin(login, typed));
}

/**
 * Under what the errors of a try are kept: those of an account under its own login, however it was
 * typed; of a login that nobody has as a hash alone: it may be a password in the wrong field.
 */
export function errorsKey(
  { digests }: Pick<Service, 'digests'>,
  key: string,
  account: Account | null,
): string {
  return account === null ? digests.sha256(key) : triedKey(account.programmeId, account.login);
}

/** A phone as E.164, an address in lower case; what is neither is looked for as it stands. */
function plainLogin(kind: LoginKind, typed: string): string {
  if (kind !== 'phone' && kind !== 'email') return typed;
  const read = kind === 'phone' ? normalizePhone(typed) : normalizeEmail(typed);
  return read.ok ? read.value : typed;
}

/** Whoever has this login at this door, however it was typed. */
export function accountAtDoor(
  { stores }: Service,
  { programmeId, login }: Door,
  typed: string,
): Promise<Account | null> {
  return stores.people.accountAt(programmeId, plainLogin(login, typed));
}
