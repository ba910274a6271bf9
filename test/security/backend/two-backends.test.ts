import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOBODY } from '#service/caller.ts';
import { setPassword } from '#service/people/sign-in/set-password.ts';
import { signIn } from '#service/people/sign-in/sign-in.ts';
import { reportErrors } from '#service/people/sign-in/report-errors.ts';
import { confirmRegistration } from '#service/member/confirm-registration.ts';
import { startRegistration } from '#service/member/start-registration.ts';
import type { Account } from '#service/people/people-rows.ts';
import { newSession } from '#service/people/new-session.ts';
import { makeService, type Service } from '#service/service.ts';
import { addWithPassword, errorsAt, plainProgramme } from '#test/support/backend/door-people.ts';
import {
  lastCode,
  openMemberProgramme,
  registrationForm,
} from '#test/support/backend/member-programme.ts';
import { cameIn, openProgramme } from '#test/support/backend/programme-people.ts';
import {
  PASSWORD,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

// Two backends over one database: what each of them keeps in order by itself is not in order
// between them, so whatever is read first has to hold still when it is written.

const LOGIN = 'a@example.com';
const YEAR_MS = 365 * 24 * 3_600_000;

let network: SmallNetwork;
let backends: readonly [Service, Service];
let account: Account;
beforeEach(async () => {
  network = await startSmallNetwork();
  const { service } = network.backend;
  backends = [service, makeService(service)];
  await openProgramme(network, plainProgramme('locking'));
  account = await addWithPassword(network.backend, { login: LOGIN, programmeId: 'locking' });
});
afterEach(() => network.backend.stop());

const enter = (service: Service, login: string, password: string, programmeId = 'locking') =>
  signIn(service, { login, password, workstationId: null, programmeId }, NOBODY);

/** So many at each backend, all at the same moment; how often each code came. */
async function atOnce(
  each: number,
  work: (service: Service) => Promise<{ readonly ok: boolean; readonly code?: string }>,
): Promise<Readonly<Record<string, number>>> {
  const asked = backends.flatMap((service) => Array.from({ length: each }, () => work(service)));
  const counts: Record<string, number> = {};
  for (const answer of await Promise.all(asked)) {
    const code = answer.ok ? 'in' : String(answer.code);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

const errorsOf = (login: string): Promise<number> => errorsAt(network.backend, 'locking', login);

describe('guessing at two backends at once', () => {
  it('[P-18] counts every guess that was answered, of a known login and of an unknown one', async () => {
    for (const login of [LOGIN, 'nobody@example.com']) {
      const codes = await atOnce(8, (service) => enter(service, login, 'x'));
      expect(codes['AUTH_INVALID']).toBe(await errorsOf(login));
      expect(codes['in']).toBeUndefined();
    }
    expect(await enter(backends[1], LOGIN, PASSWORD)).toMatchObject({ code: 'AUTH_INVALID' });
  });

  it('[P-18] counts errors of desks that were offline, told to both', async () => {
    await cameIn(network, account);
    const { workstationId } = network.workstation;
    const { stationId } = network;
    const caller = { person: null, workstation: { workstationId, stationId } };
    const told = { programmeId: 'locking', login: LOGIN, errorCount: 1, lastErrorAtMs: 1 };
    const codes = await atOnce(1, (service) =>
      reportErrors(service, { commandId: uuid(), ...told }, caller),
    );
    expect(codes).toEqual({ in: 2 });
    expect(await errorsOf(LOGIN)).toBe(2);
  });

  it('[R-10] a code that was sent to a phone stands five guesses', async () => {
    const programme = await openMemberProgramme(network);
    const form = registrationForm(programme);
    await startRegistration(backends[0], form, NOBODY);
    const code = await lastCode(network);
    const wrong = String((Number(code) + 1) % 10_000).padStart(4, '0');
    const asked = { registrationId: form.commandId, code: wrong };
    const codes = await atOnce(8, (service) => confirmRegistration(service, asked, NOBODY));
    expect(codes['CODE_INVALID']).toBe(5);
  });
});

describe('a phone that is registered many times at the same moment', () => {
  it('[R-10] is sent five codes, and no more', async () => {
    const programme = await openMemberProgramme(network);
    const { service } = network.backend;
    const started = await Promise.all(
      Array.from({ length: 9 }, () =>
        startRegistration(service, registrationForm(programme), NOBODY),
      ),
    );
    expect(started.filter(({ ok }) => ok)).toHaveLength(5);
  });
});

describe('a password that is changed while somebody signs in with the old one', () => {
  it('[N-22] leaves no session of the old one', async () => {
    const { service } = network.backend;
    const { hasher } = service;
    const owner = { ...account, workstationId: null, purpose: 'ordinary' } as const;
    const { row } = newSession(service, owner);
    const { people } = service.stores;
    const session = { kind: 'session.add', session: row } as const;
    await people.commit({ atMs: 1, audit: null, changes: [session] });
    const chosen = { password: 'correct horse battery', repeat: 'correct horse battery' };
    const { userId, grants } = account;
    const person = { grants, clientId: '', ...row };
    let changed = false;
    const meanwhile = makeService({
      ...service,
      hasher: {
        hash: (text) => hasher.hash(text),
        isOutdated: (phc) => hasher.isOutdated(phc),
        verify: async (phc, text) => {
          const right = await hasher.verify(phc, text);
          if (changed) return right;
          changed = true;
          const asked = { ...chosen, currentPassword: PASSWORD };
          const set = await setPassword(service, asked, { person, workstation: null });
          expect(set.ok).toBe(true);
          return right;
        },
      },
    });
    expect(await enter(meanwhile, LOGIN, PASSWORD)).toMatchObject({ code: 'AUTH_INVALID' });
    expect(await service.stores.identity.sessionsOf(userId)).toHaveLength(1);
    expect(await enter(meanwhile, LOGIN, chosen.password)).toMatchObject({ ok: true });
  });
});

describe('a clock that was a year ahead, and is right again', () => {
  it('[P-18] keeps nobody out who had mistyped his password under it', async () => {
    const { clock } = network.backend;
    clock.pass(YEAR_MS);
    await enter(backends[0], LOGIN, 'x');
    clock.pass(-YEAR_MS);
    expect(await enter(backends[0], LOGIN, PASSWORD)).toMatchObject({ ok: true });
  });

  it('[P-18] lets a guesser go on guessing no more than before', async () => {
    const { clock } = network.backend;
    clock.pass(YEAR_MS);
    for (let n = 1; n <= 3; n += 1) await enter(backends[0], LOGIN, 'x');
    clock.pass(-YEAR_MS);
    await enter(backends[0], LOGIN, 'x');
    expect(await enter(backends[0], LOGIN, PASSWORD)).toMatchObject({ code: 'AUTH_INVALID' });
  });
});
