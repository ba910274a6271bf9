import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  MEMBER_PANS,
  memberProfile,
  openMemberProgramme,
  registrationForm,
} from '#test/support/backend/member-programme.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';
import { DyingBackends } from '#test/support/postgres/dying-backends.ts';

// A backend that is killed in the middle of a commit; another one goes on over the same database.

const CHOSEN = 'correct horse battery';

let backends: DyingBackends;
beforeEach(async () => {
  backends = await DyingBackends.begin();
});
afterEach(() => backends.dispose());

describe('a backend that is killed in the middle of a commit', () => {
  it('[R-03] [R-11] over a registration by card leaves nothing of it, and the code works', async () => {
    const programme = await openMemberProgramme(backends.network, memberProfile());
    const [pan = ''] = MEMBER_PANS;
    const form = registrationForm(programme, { card: { way: 'card', pan } });
    await call(backends.url, 'registration.start', form);
    const { code } = await backends.secretsOf('registration-code');
    const confirming = { registrationId: form.commandId, code };
    await backends.killedOver('registration.confirm', confirming);
    const members = `user_account WHERE role = 'member'`;
    const made = [members, 'member', 'member_card', 'consent'];
    expect(await Promise.all(made.map((of) => backends.many(of)))).toEqual([0, 0, 0, 0]);
    expect(await backends.many('registration')).toBe(1);
    expect(outcomeOf(await callRaw(backends.url, 'registration.confirm', confirming))).toBe('200');
    expect(await Promise.all(made.map((of) => backends.many(of)))).toEqual([
      1,
      1,
      1,
      programme.ticks.length,
    ]);
    const again = await callRaw(backends.url, 'registration.confirm', confirming);
    expect(outcomeOf(again)).toBe('422 REGISTRATION_DONE');
    await backends.expectWhole();
  });

  it('[N-22] over a new password leaves the old one and its session, and the new one is set once', async () => {
    const { manager: session } = backends.network;
    // Colleagues have set theirs before.
    const told = () => backends.many(`message WHERE template = 'password-changed'`);
    const before = await told();
    const asking = { currentPassword: PASSWORD, password: CHOSEN, repeat: CHOSEN };
    await backends.killedOver('password.set', asking, { session });
    const enter = (password: string) =>
      callRaw(backends.url, 'session.open', { login: 'curator', password, workstationId: null });
    expect(outcomeOf(await callRaw(backends.url, 'session.list', {}, { session }))).toBe('200');
    expect(outcomeOf(await enter(CHOSEN))).toBe('401 AUTH_INVALID');
    expect(outcomeOf(await callRaw(backends.url, 'password.set', asking, { session }))).toBe('200');
    expect(outcomeOf(await callRaw(backends.url, 'session.list', {}, { session }))).toBe(
      '401 UNAUTHORIZED',
    );
    expect(outcomeOf(await enter(PASSWORD))).toBe('401 AUTH_INVALID');
    expect(outcomeOf(await enter(CHOSEN))).toBe('200');
    expect((await told()) - before).toBe(1);
    await backends.expectWhole();
  });
});
