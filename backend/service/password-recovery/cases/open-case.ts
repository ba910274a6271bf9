import { z } from 'zod';
import { auditEntry } from '#domain/audit/audit-entry.ts';
import type { RecoveryRules } from '#domain/identity/programme.ts';
import { may } from '#domain/identity/rights.ts';
import { normalizeEmail } from '#domain/client/contact.ts';
import { judgeOpening } from '#domain/password-recovery/recovery-case.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../../access/need.ts';
import { doerOf } from '../../audit/doer.ts';
import { once, type Keep } from '../../authority/first-answer.ts';
import type { Caller } from '../../caller.ts';
import { networkOf } from '../../network/network-facts.ts';
import type { Answer } from '../../outcome.ts';
import type { PasswordCase } from '../../people/access-rows.ts';
import type { PeopleChange } from '../../people/changes/people-change.ts';
import { temporaryPassword } from '../../people/draws.ts';
import type { Account } from '../../people/people-rows.ts';
import type { Service } from '../../service.ts';
import { newCase } from './case-rows.ts';
import { officeOf } from '../issuing-office.ts';
import { freeGuesses } from '../../access/free-guesses.ts';
import { temporaryPasswordChanges, type LettingIn } from '../let-in.ts';
import { returning } from '../programme-door.ts';

type Input = RouteInput<'recovery-case.open'>;
type Opened = RouteAnswer<'recovery-case.open'>;

/** What is kept of the first answer: the access code follows from the command's id. */
const keptAnswer = z.strictObject({
  caseId: z.string(),
  state: z.enum(['waiting', 'confirmed', 'rejected']),
  login: z.string(),
});

/**
 * Opens a case for somebody who came himself. In person (row V-17) he leaves with a new access
 * code; of a lost mailbox (row N-12) a second person has to agree, and nothing is changed yet.
 * @returns `NOT_FOUND`, a refusal of `returning`, `FIELD_REQUIRED` {field: 'checks', check},
 *   `FIELD_INVALID` {field: 'kind' | 'newEmail'}, `OFFICE_MISMATCH` {overridable, issuedAt}
 */
export async function openCase(
  service: Service,
  { commandId, ...asked }: Input,
  caller: Caller,
): Promise<Answer<Opened>> {
  const { kind, programmeId, login, checks, newEmail = null, overrideReason = null } = asked;
  // A case's id is its command's, and colleagues see it: only whoever asked is answered again.
  const same = { kind, programmeId, login, checks, newEmail, overrideReason };
  const changing = {
    command: 'recovery-case.open',
    commandId,
    caller,
    asked: same,
    parse: (kept: unknown) => keptAnswer.parse(kept),
  } as const;
  const password = await accessCode(service, commandId);
  const kept = await once(service, changing, (keep) =>
    open(service, { ...asked, commandId }, { caller, password, keep }),
  );
  return kept.ok ? ok({ ...kept.value, password: kind === 'in-person' ? password : null }) : kept;
}

/** Kept nowhere: asking again with the same command id gives the same. */
async function accessCode(service: Service, commandId: string): Promise<string> {
  const { keys } = await networkOf(service);
  return temporaryPassword(
    service.digests.hmac(keys.pinKey, `access-code/${commandId}`).slice(0, 32),
  );
}

interface By {
  readonly caller: Caller;
  readonly password: string;
  readonly keep: Keep<z.infer<typeof keptAnswer>>;
}

async function open(
  service: Service,
  input: Input,
  by: By,
): Promise<Answer<z.infer<typeof keptAnswer>>> {
  const { stores, clock } = service;
  const programme = await stores.programmes.programme(input.programmeId);
  const account = await stores.people.accountAt(input.programmeId, input.login);
  if (programme === null || account === null) return refuse('NOT_FOUND');
  const returns = await returning(service, account);
  if (!returns.ok) return returns;
  const person = personOf(by.caller);
  const office = await officeOf(service, person);
  const { profile } = programme;
  const judged = judgeOpening({
    kind: input.kind,
    checks: input.checks,
    office,
    issuedAtOffice: await stores.access.issuedAtStation(account.userId),
    overrideReason: input.overrideReason || null,
    comesInPerson: profile.recovery.way === 'in-person',
    sameOffice: sameOffice(profile.recovery),
    mayOverrideOffice: may(person, 'programme.manage'),
  });
  if (!judged.ok) return judged;
  const email = newMailbox(input);
  if (!email.ok) return email;
  const begun = {
    caseId: input.commandId,
    kind: input.kind,
    programmeId: profile.programmeId,
    userId: account.userId,
    checks: input.checks,
    newEmail: email.value,
    stationId: office,
    overrideReason: input.overrideReason || null,
    openedBy: person.userId,
  };
  return write(service, newCase(begun, clock.nowMs()), { by, letting: { profile, account } });
}

/** A case in person is settled at once: the person leaves with his code. */
async function write(
  service: Service,
  waiting: PasswordCase,
  { by, letting }: { readonly by: By; readonly letting: Pick<LettingIn, 'profile' | 'account'> },
): Promise<Answer<z.infer<typeof keptAnswer>>> {
  const atMs = service.clock.nowMs();
  const { userId } = personOf(by.caller);
  const settled = { state: 'confirmed', decidedBy: userId, decidedAtMs: atMs } as const;
  const inPerson = waiting.kind === 'in-person';
  const expiresAtMs = atMs + letting.profile.passwords.oneTimeTermMs;
  const opened: PasswordCase = inPerson ? { ...waiting, ...settled } : waiting;
  const changes: readonly PeopleChange[] = inPerson
    ? await temporaryPasswordChanges(service, letting, { password: by.password, expiresAtMs })
    : [];
  const { caseId, kind, checks, stationId, overrideReason, state } = opened;
  const answer = answerOf(opened, letting.account);
  const written = await service.stores.people.commit({
    atMs,
    audit: auditEntry(doerOf(by.caller), {
      event: 'recovery-case.open',
      subjectKind: 'account',
      subjectId: letting.account.userId,
      after: { caseId, kind, checks, stationId, overrideReason, state },
    }),
    changes: [{ kind: 'password-case.add', case: opened }, ...changes, by.keep(answer)],
  });
  if (written !== 'done') return refuse('CHANGED_MEANWHILE');
  if (inPerson) await freeGuesses(service, letting.account);
  return ok(answer);
}

function answerOf({ caseId, state }: PasswordCase, { login }: Account) {
  return { caseId, state, login };
}

function newMailbox({ kind, newEmail = '' }: Input): Answer<string | null> {
  if (kind !== 'lost-mailbox') return ok(null);
  const email = normalizeEmail(newEmail);
  return email.ok ? email : refuse(email.code, { field: 'newEmail' });
}

function sameOffice(rules: RecoveryRules): boolean {
  return rules.way === 'in-person' && rules.sameOffice;
}
