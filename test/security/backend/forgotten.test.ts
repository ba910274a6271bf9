import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteAnswer } from '#protocol/routes.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  lastCode,
  MEMBER_PASSWORD,
  openMemberProgramme,
  registrationForm,
  type MemberNetwork,
} from '#test/support/backend/member-programme.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

// What a person did himself, through the real routes, is forgotten with him.

const PHONE = '+79161234567';
const NEXT_PHONE = '+79167654321';
const EMAIL = 'saule.example@firma.example';
const NAME = 'Сәуле Ахметқызы';
const ADDRESS = 'Абай көшесі, 12';

let network: SmallNetwork;
let programme: MemberNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
  programme = await openMemberProgramme(network);
});
afterEach(() => network.backend.stop());

async function registered(): Promise<RouteAnswer<'registration.confirm'>> {
  const form = registrationForm(programme, { phone: PHONE, email: EMAIL });
  const { registrationId } = await call(network.url, 'registration.start', form);
  await callRaw(network.url, 'registration.confirm', { registrationId, code: '0000' });
  const code = await lastCode(network);
  return call(network.url, 'registration.confirm', { registrationId, code });
}

async function eraseByTwo(userId: string): Promise<void> {
  const { url, administrator, manager } = network;
  const erase = () => {
    const erasing = { commandId: uuid(), userId, reason: 'по заявлению' };
    return callRaw(url, 'account.erase', erasing, { session: administrator });
  };
  expect(outcomeOf(await erase())).toBe('422 SECOND_APPROVER_REQUIRED');
  const { rows } = await call(url, 'approval.list', {}, { session: manager });
  const approvalId = rows[0]?.approvalId ?? '';
  await call(url, 'approval.give', { commandId: uuid(), approvalId }, { session: manager });
  expect(outcomeOf(await erase())).toBe('200');
}

async function tables(): Promise<Readonly<Record<string, string>>> {
  const { backend } = network;
  const listed = await backend.rows<{ name: string }>(
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
     AND name NOT LIKE 'sqlite_%'`,
  );
  const texts: Record<string, string> = {};
  for (const { name } of listed) {
    texts[name] = JSON.stringify(await backend.rows(`SELECT * FROM ${name}`));
  }
  return texts;
}

describe('a member who is forgotten', () => {
  it('[R-08] is in no table by his phone, address, name or password, the trail of who did what among them', async () => {
    const { user, session } = await registered();
    const own = { session: session?.token ?? '' };
    const { url } = network;
    const { programmeId } = programme;
    const put = { commandId: uuid(), displayName: NAME, postalAddress: ADDRESS };
    await call(url, 'personal-data.put', put, own);
    const readOnly = { commandId: uuid(), phone: NEXT_PHONE, displayName: NAME };
    await callRaw(url, 'personal-data.put', readOnly, own);
    const currentPassword = MEMBER_PASSWORD;
    const phone = { kind: 'phone', value: '8 916 765-43-21', currentPassword } as const;
    const changing = { commandId: uuid(), ...phone };
    await call(url, 'contact.change', changing, own);
    await callRaw(url, 'contact.change', { ...changing, commandId: uuid() }, own);
    await callRaw(url, 'contact.confirm-code', { code: '0000' }, own);
    await callRaw(url, 'password.recover', { programmeId, key: PHONE });
    const wrong = { login: PHONE, password: 'x', workstationId: null, programmeId };
    await callRaw(url, 'session.open', wrong);
    const again = registrationForm(programme, { phone: PHONE });
    await callRaw(url, 'registration.start', again);
    await call(url, 'account.erase-request', { commandId: uuid() }, own);
    await eraseByTwo(user.userId);
    const left = Object.entries(await tables()).flatMap(([table, text]) =>
      [PHONE, NEXT_PHONE, EMAIL, NAME, ADDRESS, MEMBER_PASSWORD, '9161234567', '916 765']
        .filter((known) => text.includes(known))
        .map((known) => `${table}: ${known}`),
    );
    expect(left).toEqual([]);
    const log = network.backend.logText();
    expect([PHONE, EMAIL, NAME, MEMBER_PASSWORD].filter((known) => log.includes(known))).toEqual(
      [],
    );
  });
});
