import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import { routes, type RouteId } from '#protocol/routes.ts';
import type { Account } from '#service/people/people-rows.ts';
import type { ContactSide } from '#domain/password-recovery/contact-change.ts';
import type { Invitation } from '#service/invitation/invitation-rows.ts';
import { requestedChange } from '#service/password-recovery/contacts/contact-request.ts';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { call } from '#test/support/backend/http-client.ts';
import { observe, type Observed } from '#test/support/backend/observe.ts';
import { RecoveryBench } from '#test/support/backend/recovery-bench.ts';
import { PASSWORD, pans } from '#test/support/backend/small-network.ts';

// Of every route that anybody may ask it is said here what it could tell of accounts. A route that
// takes a name, an address or a phone is asked with those of everybody and of nobody, and has to
// cost and to answer the same (rule G7); a new public route is red until it is said what it is.

/** Takes nothing by which anybody is looked up. */
const KEYLESS = [
  'feedback.send',
  'handshake.do',
  'health.get',
  'news.public',
  'programme.public',
  'ready.get',
  'robot.challenge',
  'station.public',
  'terms.read',
  'terms.versions',
] as const;

/** Takes a secret of 128 bits or more, or an id that nobody can guess, and nothing beside. */
const BY_SECRET = [
  'invitation.read',
  'invitation.accept',
  'contact.confirm-link',
  'registration.resend',
  'registration.confirm',
  'workstation.enrol',
  'workstation.replace',
  'workstation.session',
] as const;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

interface Key {
  readonly login: string;
  readonly email: string;
  readonly phone: string;
}

interface Neutral {
  /** At which of the bench's programmes it is asked; null: where the network's own sign in. */
  readonly programmeId: string | null;
  /** What is asked differently there, where a route has several ways. */
  readonly by?: string;
  readonly input: (key: Key) => object;
}

const CHECKED = 'mail-code';
const BY_PHONE = 'members';
const BY_APPLICATION = 'applicants';

const authority = { title: 'Доверенность', number: '5' } as const;

/** Takes a key by which somebody is known. */
const NEUTRAL: Partial<Record<RouteId, readonly Neutral[]>> = {
  'session.open': [CHECKED, 'mail-link', BY_PHONE, null].map((programmeId) => {
    const input = (key: Key) => {
      const login = loginAt(programmeId, key);
      return { login, programmeId, password: 'x', workstationId: null };
    };
    return { programmeId, input };
  }),
  'password.recover': [
    ...asking('mail-code', 'login'),
    ...asking('mail-link', 'email'),
    ...asking('sms-code', 'phone'),
    ...asking('staff-checked-link', 'email'),
  ],
  'instructions.resend': [...asking('mail-link', 'email'), ...asking('mail-code', 'login')],
  'password.prove': [
    ...[CHECKED, 'sms-code'].map((programmeId) => {
      const input = (key: Key) => {
        const proof = { by: 'code', programmeId, key: loginAt(programmeId, key), code: '00000000' };
        return { proof, workstationId: null };
      };
      return { programmeId, input };
    }),
  ],
  'registration.start': [
    registering({ way: 'virtual' }),
    registering({ way: 'card', pan: pans[0] }),
  ],
  'application.file': [
    {
      programmeId: BY_APPLICATION,
      input: ({ email, phone }) => {
        const of = { clientName: 'ООО «Котельная»', taxId: fictitiousInn(12345) };
        const paper = { ...authority, fromOn: '2026-01-01', untilOn: '2026-12-31' };
        const form = {
          ...of,
          contractNumber: 'client-1',
          personName: 'Ольга Тестова',
          authority: paper,
        };
        const asked = { commandId: uuid(), programmeId: BY_APPLICATION, language: 'ru' };
        return { ...asked, form: { ...form, phone, email } };
      },
    },
  ],
};

function registering(card: { readonly way: string; readonly pan?: string | undefined }): Neutral {
  return {
    programmeId: BY_PHONE,
    by: card.way,
    input: ({ phone }) => {
      const said = { password: PASSWORD, repeat: PASSWORD, ticks: [], language: 'ru' };
      return { commandId: uuid(), programmeId: BY_PHONE, card, phone, email: null, ...said };
    },
  };
}

function asking(programmeId: string, by: keyof Key): readonly Neutral[] {
  return [{ programmeId, input: (key) => ({ programmeId, key: key[by] }) }];
}

let bench: RecoveryBench;
beforeAll(async () => {
  bench = await RecoveryBench.start();
  const auth = { session: bench.network.administrator };
  const { rows } = await call(bench.url, 'user.list', {}, auth);
  const { userId } = rows.find(({ login }) => login === 'curator') ?? { userId: null };
  for (const profile of shippedProgrammes()) {
    const { birth } = profile.account;
    if (birth !== 'by-member' && birth !== 'by-application') continue;
    const programmeId = birth === 'by-member' ? BY_PHONE : BY_APPLICATION;
    const easy = { ...profile, signIn: { ...profile.signIn, robotCheck: [] } };
    await bench.run(easy, programmeId);
    const named = { memberContractId: 'client-1', curatorUserId: userId, headUserId: userId };
    const assignment = { commandId: uuid(), programmeId, ...named };
    await call(bench.url, 'assignment.put', assignment, auth);
  }
  // Made once, with the first guess of a backend's life.
  await bench.network.backend.service.nobodysHash();
});
afterAll(() => bench.close());

let drawn = 0;

function newKey(): Key {
  drawn += 1;
  const phone = `+7916${String(drawn).padStart(7, '0')}`;
  const name = `key-${String(drawn).padStart(4, '0')}`;
  return { login: name, email: `${name}@firma.example`, phone };
}

/** Somebody at a door, in every state that an account may be in. */
const KINDS: Readonly<Record<string, Partial<Account>>> = {
  known: {},
  locked: { state: 'locked' },
  closed: { state: 'closed' },
  erased: { state: 'erased' },
  stopped: { active: false },
  'has to set a password': { mustSetPassword: true },
  'has a password whose term is over': { mustSetPassword: true, passwordExpiresAtMs: 1 },
  'cannot be written to': { email: null, phone: null },
};

/** The login of an account at a door that asks for something else than a given name. */
function loginAt(programmeId: string | null, { login, email, phone }: Key): string {
  if (programmeId === BY_PHONE || programmeId === 'sms-code') return phone;
  return programmeId === 'mail-link' ? email : login;
}

async function keyOf(programmeId: string | null, patch: Partial<Account>): Promise<Key> {
  const key = newKey();
  const { email, phone } = key;
  const login = loginAt(programmeId, key);
  const role = programmeId === null ? 'operator' : 'representative';
  await bench.account('mail-code', { login, email, phone, programmeId, role, ...patch });
  return key;
}

const TRIES = 5;

/** What some tries in a row with one key look like from outside. */
async function seen(routeId: RouteId, { input }: Neutral, key: Key): Promise<readonly Observed[]> {
  const tries: Observed[] = [];
  for (let nth = 1; nth <= TRIES; nth += 1) {
    const once = await observe(bench.network, routeId, input(key));
    tries.push(masked(once));
  }
  return tries;
}

/** Ids and numbers that are new each time, and what was typed, say nothing of anybody. */
function masked(once: Observed): Observed {
  const counted = /"number":(\d+)/u.exec(JSON.stringify(once.body))?.[1] ?? '';
  const said = JSON.stringify(once.body)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gu, 'id')
    .replaceAll(/•••\d\d/gu, '•••')
    .replaceAll(/\d{10,}/gu, 'at')
    .replaceAll(/"number":\d+/gu, 'number');
  return { ...once, body: said, length: String(Number(once.length) - counted.length) };
}

describe('[G7] a route that anybody may ask', () => {
  it('is said here to take nothing, a secret, or a key', () => {
    const said = [...KEYLESS, ...BY_SECRET, ...Object.keys(NEUTRAL)];
    const open = Object.entries(routes).flatMap(([id, { auth }]) =>
      auth === 'public' ? [id] : [],
    );
    expect(said.toSorted()).toEqual(open.toSorted());
  });

  const cases = Object.entries(NEUTRAL).flatMap(([routeId, ways]) =>
    ways.map((way) => {
      const at = [way.programmeId ?? 'the network', way.by ?? ''].join(' ').trim();
      return { routeId: routeId as RouteId, way, at };
    }),
  );

  it.each(cases)('$routeId costs and answers the same for everybody at $at', async (one) => {
    const { routeId, way } = one;
    // An address is counted from its first question on.
    await seen(routeId, way, newKey());
    const nobody = await seen(routeId, way, newKey());
    expect(nobody[0]?.status, 'what is asked can be asked').not.toBe(400);
    for (const [kind, patch] of Object.entries(KINDS)) {
      const somebody = await seen(routeId, way, await keyOf(way.programmeId, patch));
      expect(somebody, kind).toEqual(nobody);
    }
    const elsewhere = await keyOf('in-person', {});
    expect(await seen(routeId, way, elsewhere), 'of another door').toEqual(nobody);
  });
});

describe('[G7] several accounts under one key', () => {
  it.each(['staff-checked-link', 'mail-code'])(
    'cost and answer what one costs, and none, at %s',
    async (programmeId) => {
      const way = { programmeId, input: ({ email: key }: Key) => ({ programmeId, key }) };
      const shared = async (count: number): Promise<Key> => {
        const key = newKey();
        for (let nth = 1; nth <= count; nth += 1) {
          const patch = { login: `${key.login}-${nth}`, email: key.email, programmeId };
          await bench.account('mail-code', patch);
        }
        return key;
      };
      const nobody = await seen('password.recover', way, await shared(0));
      expect(await seen('password.recover', way, await shared(1)), 'one').toEqual(nobody);
      expect(await seen('password.recover', way, await shared(3)), 'three').toEqual(nobody);
      const auth = { session: bench.network.manager };
      const { rows } = await call(bench.url, 'recovery-case.list', {}, auth);
      const several = rows.filter((row) => row.programmeId === programmeId);
      expect(several.map(({ kind }) => kind)).toEqual(['several-accounts']);
    },
  );
});

/** What somebody may be waiting for who asks that it be sent again. */
const WAITING: Readonly<Record<string, (key: Key, programmeId: string) => Promise<void>>> = {
  nothing: async () => undefined,
  'a new password': async ({ email, login }, programmeId) => {
    const key = programmeId === 'mail-link' ? email : login;
    await bench.recover(programmeId, key);
    bench.pass(MINUTE_MS);
  },
  'the confirmation of a new address': (key, programmeId) => waitsForAddress(key, { programmeId }),
  'the consent of the old address alone': (key, programmeId) =>
    waitsForAddress(key, { programmeId, awaits: ['old'] }),
  'a new address, for too long': async (key, programmeId) => {
    await waitsForAddress(key, { programmeId });
    bench.pass(DAY_MS + 1);
  },
};

async function waitsForAddress(
  { login, email, phone }: Key,
  { programmeId, awaits }: { programmeId: string; awaits?: readonly ContactSide[] },
): Promise<void> {
  const { people, access } = bench.stores;
  const account = await people.accountAt(
    programmeId,
    loginAt(programmeId, { login, email, phone }),
  );
  const programme = await bench.stores.programmes.programme(programmeId);
  if (account === null || programme === null) throw new Error('no such account');
  const request = { profile: programme.profile, account, kind: 'email' } as const;
  const value = `new-${email}`;
  await bench.commit(...(await requestedChange(bench.service, { ...request, value })));
  const was = await access.latestContactChange(account.userId, 'email');
  if (was === null) throw new Error('no such change');
  const is = { ...was, awaits: awaits ?? was.awaits };
  await bench.commit({ kind: 'contact-change.put', was, is });
}

async function invited({ email }: Key, patch: Partial<Invitation> = {}): Promise<void> {
  const inviter = await bench.account('mail-link');
  const invitation: Invitation = {
    invitationId: uuid(),
    programmeId: 'mail-link',
    clientId: 'client-1',
    email,
    displayName: 'Анна Орлова',
    language: 'ru',
    grants: ['full'],
    authority: null,
    tokenHash: bench.service.digests.sha256(uuid()),
    state: 'active',
    invitedBy: inviter.userId,
    sentAtMs: bench.nowMs() - MINUTE_MS,
    expiresAtMs: bench.nowMs() + DAY_MS,
    endedAtMs: null,
    userId: null,
    revision: 0,
    ...patch,
  };
  await bench.commit({ kind: 'invitation.add', invitation });
}

describe('[G7][P-12] sending again', () => {
  const byLetter = asking('mail-link', 'email')[0];

  it.each([
    { at: 'mail-link', by: 'email' },
    { at: 'mail-code', by: 'login' },
  ] as const)('costs the same whatever somebody waits for at $at', async ({ at, by }) => {
    const [way] = asking(at, by);
    if (way === undefined) throw new Error('a way of asking');
    const nobody = await seen('instructions.resend', way, newKey());
    for (const [what, wait] of Object.entries(WAITING)) {
      const key = await keyOf(at, {});
      await wait(key, at);
      // What time has made old goes with the next request, whoever asks.
      await seen('instructions.resend', way, newKey());
      expect(await seen('instructions.resend', way, key), what).toEqual(nobody);
    }
  });

  it('costs the same whether somebody was invited, is not any more, or never was', async () => {
    if (byLetter === undefined) throw new Error('a way of asking');
    const nobody = await seen('instructions.resend', byLetter, newKey());
    const told: Readonly<Record<string, Partial<Invitation>>> = {
      waiting: {},
      'sent a moment ago': { sentAtMs: bench.nowMs() },
      expired: { sentAtMs: bench.nowMs() - DAY_MS, expiresAtMs: bench.nowMs() - 1 },
      revoked: { state: 'revoked', endedAtMs: bench.nowMs() },
    };
    for (const [what, patch] of Object.entries(told)) {
      const key = newKey();
      await invited(key, patch);
      expect(await seen('instructions.resend', byLetter, key), what).toEqual(nobody);
    }
  });
});
