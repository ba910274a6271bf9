import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChosenWays } from '#domain/message/notice-choice.ts';
import type { Account } from '#service/people/people-rows.ts';
import { addWithPassword, plainProgramme, toldTo } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { openProgramme } from '#test/support/backend/programme-people.ts';
import {
  PASSWORD,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const NEXT_PASSWORD = 'nine violet anchors 7';
const PHONE = '+79120000001';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
  await openProgramme(network, plainProgramme('locking'));
});
afterAll(() => network.backend.stop());

/** As another build of the product wrote them. */
async function keep(account: Account, preferences: Account['preferences']): Promise<void> {
  const { people } = network.backend.service.stores;
  const changes = [{ kind: 'account.put', account: { ...account, preferences } }] as const;
  await people.commit({ atMs: network.backend.clock.nowMs(), audit: null, changes });
}

const ways = (email: boolean, sms: boolean, desktop: boolean): ChosenWays => ({
  email,
  sms,
  desktop,
});

async function person(login: string): Promise<{ account: Account; session: string }> {
  const account = await addWithPassword(network.backend, {
    login,
    programmeId: 'locking',
    phone: PHONE,
  });
  const entering = { login, programmeId: 'locking', password: PASSWORD, workstationId: null };
  return { account, session: (await call(network.url, 'session.open', entering)).token };
}

const choose = async (session: string, notifications: object) =>
  outcomeOf(await callRaw(network.url, 'preferences.set', { notifications }, { session }));

const told = (userId: string, template: string) => toldTo(network, userId, template);

const setPassword = (session: string) =>
  call(
    network.url,
    'password.set',
    { currentPassword: PASSWORD, password: NEXT_PASSWORD, repeat: NEXT_PASSWORD },
    { session },
  );

describe('[R-27] notices of the security of an account', () => {
  it('go by every way that was chosen, and by no other', async () => {
    const { account, session } = await person('both@example.com');
    const chosen = { 'password-changed': ways(false, true, true) };
    expect(await choose(session, chosen)).toBe('200');
    await setPassword(session);
    expect(await told(account.userId, 'password-changed')).toEqual([
      `desktop ${account.userId}`,
      `sms ${PHONE}`,
    ]);
  });

  it('go by letter where nothing was chosen', async () => {
    const { account, session } = await person('usual@example.com');
    await setPassword(session);
    expect(await told(account.userId, 'password-changed')).toEqual(['email usual@example.com']);
  });

  it('keep one way that is proved: the last one is not switched off, and the old choice stays', async () => {
    const { session } = await person('kept@example.com');
    const chosen = { 'password-changed': ways(false, true, false) };
    await choose(session, chosen);
    const off = { 'password-changed': ways(false, false, true) };
    expect(await choose(session, off)).toBe('422 CHANNEL_NOT_VERIFIED');
    expect(await call(network.url, 'preferences.get', {}, { session })).toEqual({
      notifications: chosen,
    });
  });

  it('are chosen each by itself: an address that is gone since holds up no other choice', async () => {
    const { account, session } = await person('gone@example.com');
    const bySms = { 'password-changed': ways(false, true, false) };
    expect(await choose(session, bySms)).toBe('200');
    const { people } = network.backend.service.stores;
    const now = await people.accountById(account.userId);
    if (now === null) throw new Error('nobody is forgotten here');
    await keep({ ...now, phone: null }, now.preferences);
    const both = { ...bySms, 'consent-withdrawn': ways(false, false, false) };
    expect(await choose(session, both)).toBe('200');
    const again = { 'new-sign-in': ways(false, true, false) };
    expect(await choose(session, again)).toBe('422 CHANNEL_NOT_VERIFIED');
  });

  it('of a locked account are one row, however many ways its owner has chosen (G7)', async () => {
    const { account, session } = await person('locked@example.com');
    await choose(session, { 'account-locked': ways(true, true, true) });
    const wrong = { login: 'locked@example.com', programmeId: 'locking', workstationId: null };
    for (let error = 0; error < 4; error += 1) {
      await callRaw(network.url, 'session.open', { ...wrong, password: 'not it at all' });
    }
    expect(await told(account.userId, 'account-locked')).toEqual(['email locked@example.com']);
  });

  it('are audited with what was chosen before and after', async () => {
    const { account, session } = await person('audited@example.com');
    await choose(session, { 'password-changed': ways(true, true, false) });
    const rows = await network.backend.rows<{ before: string; after: string; subject_id: string }>(
      "SELECT before, after, subject_id FROM audit_entry WHERE event = 'preferences.set'",
    );
    const entry = rows.find((row) => row.subject_id === account.userId);
    expect(entry?.before).toBe('{}');
    expect(entry?.after).toContain('password-changed');
  });
});

describe('[O-21] preferences that a newer build wrote', () => {
  it('one that is not understood takes neither the language nor the notices along', async () => {
    const { account, session } = await person('newer');
    const chosen = { 'account-locked': ways(false, true, false) };
    const strange = { zone: 'Mars/Olympus', sounds: 'soft' };
    const notifications = { ...chosen, 'star-fallen': true };
    await keep(account, { ...strange, language: 'kk', notifications });
    const read = await call(network.url, 'preferences.get', {}, { session });
    expect(read).toEqual({ language: 'kk', notifications: chosen });
    await call(network.url, 'preferences.set', { numberFormat: 'comma' }, { session });
    const kept = await network.backend.service.stores.people.accountById(account.userId);
    expect(kept?.preferences).toMatchObject({ ...strange, language: 'kk', notifications });
  });
});
