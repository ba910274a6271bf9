import {
  auditEntry,
  type AuditEntry,
  type Deed,
  type JsonObject,
} from '#domain/audit/audit-entry.ts';
import type { AuditEvent } from '#domain/audit/audit-event.ts';
import { normalizeEmail, normalizePhone } from '#domain/client/contact.ts';
import { maskContact, maskKnown } from '#domain/client/contact-mask.ts';
import { accountKey } from '#domain/identity/login.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { phoneCode, provingPace } from '#domain/identity/proof-rules.ts';
import {
  agreed,
  type ContactKind,
  type ContactSide,
} from '#domain/password-recovery/contact-change.ts';
import {
  ACCOUNT_TRIES_SPAN_MS,
  ASKING_SPAN_MS,
  judgeCode,
  mayAsk,
  type SentSecret,
} from '#domain/identity/one-time-code.ts';
import { judgeLink } from '#domain/password-recovery/sent-link.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../../access/need.ts';
import { doerOf } from '../../audit/doer.ts';
import { toldRefusal } from '../../audit/told-refusal.ts';
import { parseDone } from '../../authority/done.ts';
import { once, type Keep } from '../../authority/first-answer.ts';
import type { Caller } from '../../caller.ts';
import type { Answer } from '../../outcome.ts';
import { contactNotices } from '../../message/contact-notices.ts';
import { doorOfProgramme } from '../../message/notice.ts';
import type { ContactChangeRow } from '../../people/access-rows.ts';
import type { PeopleChange } from '../../people/changes/people-change.ts';
import type { Account } from '../../people/people-rows.ts';
import type { Service } from '../../service.ts';
import { requestedChange, type ContactRequest } from './contact-request.ts';
import { proveCurrentPassword } from '../../people/sign-in/current-password.ts';
import { doorOf, keyAtDoor } from '../../people/sign-in/door.ts';
import { untilWritten } from '../../people/until-written.ts';

type Confirmed = Answer<RouteAnswer<'contact.confirm-link'>>;

/**
 * Asks for a new phone or address (rows N-21, R-20). Nothing is changed until it is proved: the
 * phone by the code that comes to it, the address by its link and that of the old one.
 * @returns `FIELD_REQUIRED`, `FIELD_INVALID` {field}, `RATE_LIMITED` {waitMs}, `AUTH_INVALID` for a
 *   wrong password in force, `FIELD_READONLY` for the network's own people, whose contacts an
 *   administrator keeps
 */
export function changeContact(
  service: Service,
  { commandId, kind, value: typed, currentPassword }: RouteInput<'contact.change'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'contact.change'>>> {
  const changing = {
    command: 'contact.change',
    commandId,
    caller,
    asked: { kind, value: typed },
    parse: parseDone,
  } as const;
  return once(service, changing, async (keep) => {
    const value = kind === 'phone' ? normalizePhone(typed) : normalizeEmail(typed);
    if (!value.ok) return value;
    const found = await ownAccount(service, personOf(caller).userId);
    if (found === null) return refuse('FIELD_READONLY', { field: kind, byProof: false });
    const proved = await provenOwner(service, { ...found, kind, currentPassword }, caller);
    if (!proved.ok) return proved;
    const wished = { ...found, kind, value: value.value };
    // One after the other: whoever asks many times at once is not heard more often.
    return service.locks.run(`contact ${found.account.userId}`, () =>
      ask(service, { ...wished, keep }, caller),
    );
  });
}

/**
 * Where only the new contact says that it is wanted, whoever finds a window open would take the
 * account over by it: a phone, and an address where there was none, are asked for by the password.
 */
async function provenOwner(
  service: Service,
  {
    account,
    kind,
    currentPassword,
  }: Pick<ContactRequest, 'account' | 'kind'> & { readonly currentPassword: string | undefined },
  caller: Caller,
): Promise<Answer<null>> {
  if (kind === 'email' && account.email !== null) return ok(null);
  const door = await doorOf(service, account.programmeId);
  if (!door.ok) return door;
  const key = keyAtDoor(door.value, account.login);
  const { workstationId } = personOf(caller);
  const { address = null } = caller;
  const proving = { door: door.value, key, account, workstationId, address };
  return service.locks.run(`sign-in ${key}`, () =>
    proveCurrentPassword(service, proving, currentPassword),
  );
}

interface Asking extends ContactRequest {
  readonly keep: Keep<RouteAnswer<'contact.change'>>;
}

async function ask(
  service: Service,
  { keep, ...wished }: Asking,
  caller: Caller,
): Promise<Answer<RouteAnswer<'contact.change'>>> {
  const { stores, clock } = service;
  const { kind, value, account } = wished;
  const { userId } = account;
  const nowMs = clock.nowMs();
  const asked = await askedWithin(service, { userId, kind }, ASKING_SPAN_MS);
  const times = asked.map(({ askedAtMs }) => askedAtMs);
  const paced = mayAsk(times, nowMs, provingPace(wished.profile, kind));
  if (!paced.ok) return paced;
  const changes = await requestedChange(service, wished);
  const before = { kind, contact: maskKnown(account[kind]) };
  const after = { kind, contact: maskContact(value), state: 'open' };
  const audit = entryOf('contact.change', { userId, caller, before, after });
  const asking = [...changes, keep({ done: true })];
  const written = await stores.people.commit({ atMs: nowMs, audit, changes: asking });
  return written === 'done' ? ok({ done: true }) : refuse('CHANGED_MEANWHILE');
}

function askedWithin(
  { stores, clock }: Service,
  of: { readonly userId: string; readonly kind: ContactKind },
  spanMs: number,
) {
  return stores.access.contactChangesSince({ ...of, sinceMs: clock.nowMs() - spanMs });
}

/**
 * Gives up a change that is not proved yet: whatever was sent for it is dead (row N-21). Asking
 * again changes nothing.
 */
export function cancelContact(
  service: Service,
  { commandId, kind }: RouteInput<'contact.cancel'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'contact.cancel'>>> {
  return once(
    service,
    { command: 'contact.cancel', commandId, caller, asked: { kind }, parse: parseDone },
    async (keep) => {
      const { stores, clock } = service;
      const { userId } = personOf(caller);
      const change = await stores.access.latestContactChange(userId, kind);
      if (change?.state !== 'open') return ok({ done: true } as const);
      const is = { ...change, state: 'cancelled' } as const;
      const [before, after] = [told(change), told(is)];
      const written = await stores.people.commit({
        atMs: clock.nowMs(),
        audit: entryOf('contact.cancel', { userId, caller, before, after }),
        changes: [{ kind: 'contact-change.put', was: change, is }, keep({ done: true })],
      });
      // Somebody has agreed meanwhile: asked again, it is told how it stands.
      return written === 'done' ? ok({ done: true } as const) : refuse('CHANGED_MEANWHILE');
    },
  );
}

/** Somebody's account and programme; null for the network's own people. */
export async function ownAccount(
  { stores }: Service,
  userId: string,
): Promise<{ readonly account: Account; readonly profile: ProgrammeProfile } | null> {
  const account = await stores.people.accountById(userId);
  const programme = await stores.programmes.programme(account?.programmeId ?? '');
  return account === null || programme === null ? null : { account, profile: programme.profile };
}

/** The code that came to the new phone (row R-20). */
export function confirmByCode(
  service: Service,
  { code: typed }: RouteInput<'contact.confirm-code'>,
  caller: Caller,
): Promise<Confirmed> {
  const { userId } = personOf(caller);
  return service.locks.run(`contact ${userId}`, () =>
    untilWritten(async () => {
      const change = await service.stores.access.latestContactChange(userId, 'phone');
      const found = await ownAccount(service, userId);
      if (change === null || found === null) return refuse('CODE_EXPIRED');
      const { tries: triesMax } = phoneCode(found.profile);
      const right = await service.hasher.verify(change.newSecretHash, typed.trim());
      const entry = { nowMs: service.clock.nowMs(), triesMax, right };
      // So short a code is not guessed over several of them (row R-10).
      const asked = await askedWithin(service, change, ACCOUNT_TRIES_SPAN_MS);
      const accountTriesUsed = asked.reduce((tries, { triesUsed }) => tries + triesUsed, 0);
      const judged = judgeCode(requestOf(change), { ...entry, accountTriesUsed });
      if (judged.answer.ok) return agree(service, change, { side: 'new', caller });
      const is = { ...change, triesUsed: judged.sent.triesUsed };
      const { code } = judged.answer;
      const written = await service.stores.people.commit({
        atMs: entry.nowMs,
        audit: entryOf('contact.confirm-code', { userId, caller, code }),
        changes: [{ kind: 'contact-change.put', was: change, is }],
      });
      return written === 'done' ? toldRefusal(judged.answer) : 'stale';
    }),
  );
}

/** The link that came to either address (row N-21). */
export function confirmByLink(
  service: Service,
  { token }: RouteInput<'contact.confirm-link'>,
  caller: Caller,
): Promise<Confirmed> {
  const secretHash = service.digests.sha256(token.trim());
  return service.locks.run(`contact ${secretHash}`, () =>
    untilWritten(async () => {
      const change = await service.stores.access.contactChangeBySecretHash(secretHash);
      if (change === null || change.kind !== 'email') return refuse('LINK_EXPIRED');
      const side = secretHash === change.oldSecretHash ? 'old' : 'new';
      const said = !change.awaits.includes(side);
      const request = { ...requestOf(change), ...(said ? ({ state: 'used' } as const) : {}) };
      const judged = judgeLink(request, service.clock.nowMs());
      return judged.ok ? agree(service, change, { side, caller }) : judged;
    }),
  );
}

/** A change in the words of the rules of codes and links: done is used. */
function requestOf({ state, triesUsed, expiresAtMs }: ContactChangeRow): SentSecret {
  return { state: state === 'done' ? 'used' : state, triesUsed, expiresAtMs };
}

async function agree(
  service: Service,
  change: ContactChangeRow,
  { side, caller }: { readonly side: ContactSide; readonly caller: Caller },
): Promise<Confirmed | 'stale'> {
  const found = await ownAccount(service, change.userId);
  if (found === null) return refuse('NOT_FOUND');
  const is = { ...change, ...agreed(change, side) };
  const applied = is.state === 'done' ? appliedChanges(service, found, change) : [];
  const { userId, kind } = change;
  const written = await service.stores.people.commit({
    atMs: service.clock.nowMs(),
    audit: entryOf('contact.confirm', {
      userId,
      caller,
      before: { ...told(change), contact: maskKnown(found.account[kind]) },
      after: { ...told(is), side },
    }),
    changes: [{ kind: 'contact-change.put', was: change, is }, ...applied],
  });
  if (written === 'taken') return refuse('LOGIN_TAKEN');
  return written === 'done' ? ok({ awaits: [...is.awaits] }) : 'stale';
}

/** The contact takes its place, also as the login where it is one; the old one is told. */
function appliedChanges(
  service: Service,
  { account, profile }: { readonly account: Account; readonly profile: ProgrammeProfile },
  { kind, value }: ContactChangeRow,
): readonly PeopleChange[] {
  const { userId, programmeId } = account;
  const old = account[kind];
  // Who gave no name is called by his phone, masked.
  const byContact = old !== null && account.displayName === maskContact(old);
  const displayName = byContact ? maskContact(value) : account.displayName;
  const changed = { ...account, [kind]: value, displayName };
  const put: PeopleChange = { kind: 'account.put', account: changed };
  const renamed: readonly PeopleChange[] =
    profile.account.login === kind
      ? [{ kind: 'login.put', userId, login: value, key: accountKey(programmeId, value) }]
      : [];
  // Whoever still reads the old mailbox opens nothing by what was sent there before.
  const cancelled = { kind: 'password-request.cancel', userId } as const;
  const taken = [put, ...renamed, cancelled];
  const door = doorOfProgramme(profile);
  return [...taken, ...contactNotices(service, { kind, door, before: account, after: changed })];
}

/** What of a change is told: not whose contact, and no contact whole. */
function told({ kind, value, state }: ContactChangeRow): JsonObject {
  return { kind, contact: maskContact(value), state };
}

interface Said extends Pick<Deed, 'code' | 'before' | 'after'> {
  /** Whose contact it is; whoever has the link is taken for him. */
  readonly userId: string;
  readonly caller: Caller;
}

function entryOf(event: AuditEvent, { userId, caller, ...said }: Said): AuditEntry {
  const subject = { subjectKind: 'account', subjectId: userId };
  return auditEntry({ ...doerOf(caller), userId }, { event, ...subject, ...said });
}
