import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tellAuthorityEnds } from '#service/client/tell-authority-ends.ts';
import type { Account } from '#service/people/people-rows.ts';
import { addWithPassword, plainProgramme, toldTo } from '#test/support/backend/door-people.ts';
import { call } from '#test/support/backend/http-client.ts';
import { openProgramme } from '#test/support/backend/programme-people.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

// [V-02] Whoever acts by a paper hears two weeks before its last day that it ends.

const DAY_MS = 24 * 3_600_000;
const programmeId = 'telling';

let network: SmallNetwork;
let account: Account;
beforeEach(async () => {
  network = await startSmallNetwork();
  await openProgramme(network, plainProgramme(programmeId));
  account = await person('acts');
});
afterEach(() => network.backend.stop());

const person = (name: string) =>
  addWithPassword(network.backend, {
    login: `${name}@firma.example`,
    programmeId,
    clientId: 'client-1',
  });

const dayIn = (days: number): string =>
  new Date(network.backend.clock.nowMs() + days * DAY_MS).toISOString().slice(0, 10);

/** He acts by a paper that ends so many days from now. */
function putPaper({ userId }: Account, days: number) {
  const document = {
    title: 'Доверенность',
    number: '7',
    fromOn: '2026-01-01',
    untilOn: dayIn(days),
  };
  const asked = { commandId: uuid(), userId, contractId: 'client-1', document };
  return call(network.url, 'account.authority', asked, { session: network.manager });
}

const tell = () => tellAuthorityEnds(network.backend.service);
const told = ({ userId }: Account) => toldTo(network, userId, 'authority-ending');

function switchTo(active: boolean) {
  const { userId, displayName, role } = account;
  const asked = { commandId: uuid(), userId, displayName, role, active };
  return call(network.url, 'user.put', asked, { session: network.administrator });
}

describe('the paper that somebody acts by', () => {
  it('[V-02] is told of two weeks before its end, once for each paper', async () => {
    await putPaper(account, 15);
    expect(await tell()).toBe(0);
    await putPaper(account, 14);
    expect(await tell()).toBe(1);
    expect(await tell()).toBe(0);
    await putPaper(account, 3);
    expect(await tell()).toBe(1);
    expect(await told(account)).toHaveLength(2);
  });

  it('[V-02] is told of to whoever is switched on again, and not while he is off', async () => {
    await putPaper(account, 5);
    await switchTo(false);
    expect(await tell()).toBe(0);
    expect(await told(account)).toEqual([]);
    await switchTo(true);
    expect(await tell()).toBe(1);
    expect(await told(account)).toEqual(['email acts@firma.example']);
  });

  it('[V-02] [N-07] is told of to nobody whose client has ended', async () => {
    await putPaper(account, 5);
    const closing = { commandId: uuid(), contractId: 'client-1', reason: 'Расторгнут' };
    await call(network.url, 'contract.close', closing, { session: network.manager });
    expect(await tell()).toBe(0);
    expect(await told(account)).toEqual([]);
  });

  it('[V-02] is told of to nobody who is another client’s by now', async () => {
    await putPaper(account, 5);
    const move = { commandId: uuid(), userId: account.userId, clientId: 'client-2' };
    await call(network.url, 'user.set-client', move, { session: network.administrator });
    expect(await tell()).toBe(0);
  });

  it('[V-02] is told of beside others who are not, however many there are', async () => {
    await putPaper(account, 5);
    await switchTo(false);
    const other = await person('other');
    await putPaper(other, 6);
    expect(await tell()).toBe(1);
    expect(await told(other)).toEqual(['email other@firma.example']);
  });
});
