import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '#service/people/people-rows.ts';
import { newSession } from '#service/people/new-session.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { RecoveryBench } from '#test/support/backend/recovery-bench.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';

// What proves one thing is tried at every other door, for every other person, and twice at once.

const SECOND_MS = 1000;

let bench: RecoveryBench;
beforeAll(async () => {
  bench = await RecoveryBench.start();
});
afterAll(() => bench.close());

/** The token of a link that recovers, of one that confirms an address, and of an invitation. */
async function linksOf(account: Account) {
  const { userId, email, role } = account;
  const [client] = await bench.network.backend.rows<{ clientId: string }>(
    'SELECT client_id AS "clientId" FROM client LIMIT 1',
  );
  const invited = `${uuid()}@firma.example`;
  const invitation = {
    invitationId: uuid(),
    programmeId: 'mail-link',
    clientId: client?.clientId ?? '',
    email: invited,
    displayName: 'Анна Орлова',
    language: 'ru',
    grants: ['full'],
    authority: null,
    tokenHash: '0'.repeat(64),
    state: 'active',
    invitedBy: userId,
    sentAtMs: bench.nowMs() - 120 * SECOND_MS,
    expiresAtMs: bench.nowMs() + 86_400 * SECOND_MS,
    endedAtMs: null,
    userId: null,
    revision: 0,
  } as const;
  await bench.commit({ kind: 'invitation.add', invitation });
  const resending = { programmeId: 'mail-link', key: invited };
  await call(bench.url, 'instructions.resend', resending);
  const invitationToken = await tokenTo(invited);
  await bench.recover('mail-link', email ?? '');
  const recovery = await tokenTo(email ?? '');
  const owner = { userId, role, workstationId: null, purpose: 'ordinary' } as const;
  const { row, token: session } = newSession(bench.network.backend.service, owner);
  await bench.commit({ kind: 'session.add', session: row });
  const value = `new-${email}`;
  const changing = { commandId: uuid(), kind: 'email', value, currentPassword: PASSWORD } as const;
  await call(bench.url, 'contact.change', changing, { session });
  return { recovery, address: await tokenTo(value), invitation: invitationToken };
}

async function tokenTo(recipient: string): Promise<string> {
  const letter = (await bench.sent()).find((one) => one.recipient === recipient);
  return String(letter?.secrets?.['token']);
}

const doors = {
  recovery: async (token: string) => bench.follow(token),
  address: async (token: string) =>
    outcomeOf(await callRaw(bench.url, 'contact.confirm-link', { token })),
  invitation: async (token: string) => {
    const password = 'nine violet anchors 7';
    const accepting = { commandId: uuid(), token, password, repeat: password };
    return outcomeOf(await callRaw(bench.url, 'invitation.accept', accepting));
  },
} as const;
const kinds = ['recovery', 'address', 'invitation'] as const;

describe('a link out of a letter', () => {
  it('[P-06] [P-16] [N-21] opens its own door alone, and that once, whoever comes how often at once', async () => {
    const links = await linksOf(await bench.account('mail-link'));
    for (const door of kinds) {
      for (const kind of kinds.filter((other) => other !== door)) {
        expect(await doors[door](links[kind]), `${kind} at ${door}`).toMatch(/^(?:404|422) /u);
      }
    }
    for (const kind of kinds) {
      const atOnce = await Promise.all([1, 2, 3].map(() => doors[kind](links[kind])));
      expect(
        atOnce.filter((outcome) => outcome === '200'),
        kind,
      ).toHaveLength(1);
      expect(await doors[kind](links[kind]), kind).toMatch(/^422 (?:LINK|INVITE)_USED$/u);
    }
  });
});

describe('a password that was given for one sign-in', () => {
  it('[O-10] [V-10] used at two places at once sets one password, and the other place is out', async () => {
    const given = { mustSetPassword: true, passwordSetAtMs: null };
    const { login } = await bench.account('staff-checked-link', given);
    const entering = { programmeId: 'staff-checked-link', login, workstationId: null };
    const open = (password: string) =>
      call(bench.url, 'session.open', { ...entering, password }).then(({ token }) => token);
    const sessions = await Promise.all([open(PASSWORD), open(PASSWORD)]);
    const passwords = ['Nine violet anchors 7', 'Eight yellow plums 9'];
    const set = await Promise.all(
      sessions.map((session, place) => {
        const chosen = passwords[place] ?? '';
        const asked = { password: chosen, repeat: chosen };
        return callRaw(bench.url, 'password.set', asked, { session });
      }),
    );
    const outcomes = set.map(outcomeOf);
    expect(outcomes.filter((outcome) => outcome === '200')).toHaveLength(1);
    const won = outcomes.indexOf('200');
    const enter = async (password: string) =>
      outcomeOf(await callRaw(bench.url, 'session.open', { ...entering, password }));
    expect(await enter(passwords[won] ?? '')).toBe('200');
    expect(await enter(passwords[1 - won] ?? '')).toBe('401 AUTH_INVALID');
    expect(await enter(PASSWORD)).toBe('401 AUTH_INVALID');
  });
});

describe('a login', () => {
  it('[G7] is known at its own programme’s door alone, with the right password too', async () => {
    const { login } = await bench.account('mail-code');
    for (const programmeId of ['mail-link', 'staff-checked-link', 'in-person']) {
      const entering = { programmeId, login, password: PASSWORD, workstationId: null };
      expect(outcomeOf(await callRaw(bench.url, 'session.open', entering))).toBe(
        '401 AUTH_INVALID',
      );
    }
    const staff = { login, password: PASSWORD, workstationId: null };
    expect(outcomeOf(await callRaw(bench.url, 'session.open', staff))).toBe('401 AUTH_INVALID');
  });
});
