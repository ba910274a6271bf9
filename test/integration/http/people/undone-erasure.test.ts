import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteId } from '#protocol/routes.ts';
import type { Account } from '#service/people/people-rows.ts';
import { toldTo } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { addPerson, openProgramme, sessionFor } from '#test/support/backend/programme-people.ts';
import { sixthProgramme } from '#test/support/backend/sixth-programme.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

// A request to be forgotten that comes to nothing: taken back by its person, or declined.

let network: SmallNetwork;
let person: Account;
let own: { readonly session: string };
let administrator: { readonly session: string };
let manager: { readonly session: string };

beforeEach(async () => {
  network = await startSmallNetwork();
  await openProgramme(network, sixthProgramme);
  person = await addPerson(network, sixthProgramme);
  own = await sessionFor(network, person);
  administrator = { session: network.administrator };
  manager = { session: network.manager };
});
afterEach(() => network.backend.stop());

const ask = async (routeId: RouteId, input: object, by = own): Promise<string> =>
  outcomeOf(await callRaw(network.url, routeId, { commandId: uuid(), ...input }, by));

const standing = async () => {
  const { erasureAskedAtMs, erasureDeclined } = await call(network.url, 'consent.list', {}, own);
  return { erasureAskedAtMs, erasureDeclined };
};

const waiting = async () => (await call(network.url, 'account.erasures', {}, administrator)).rows;

const erase = () =>
  ask('account.erase', { userId: person.userId, reason: 'заявление' }, administrator);

const decline = (by = administrator) =>
  ask('account.erase-decline', { userId: person.userId, reason: 'Договор ещё открыт' }, by);

const trail = async (event: 'account.erase-take-back' | 'account.erase-decline') =>
  (await call(network.url, 'audit.list', { event }, administrator)).rows.filter(
    ({ code }) => code === null,
  );

describe('[R-08] a request to be forgotten', () => {
  it('is taken back by its person, once, and may be put anew', async () => {
    expect(await ask('account.erase-take-back', {})).toBe('404 NOT_FOUND');
    expect(await ask('account.erase-request', {})).toBe('200');
    expect(await waiting()).toHaveLength(1);
    expect(await ask('account.erase-take-back', {})).toBe('200');
    expect(await waiting()).toEqual([]);
    expect(await standing()).toEqual({ erasureAskedAtMs: null, erasureDeclined: null });
    expect(await ask('account.erase-take-back', {})).toBe('404 NOT_FOUND');
    expect(await trail('account.erase-take-back')).toMatchObject([{ subjectId: person.userId }]);
    expect(await ask('account.erase-request', {})).toBe('200');
    expect(await waiting()).toHaveLength(1);
  });

  it('is declined by staff alone, with a reason that the person reads and is written', async () => {
    await ask('account.erase-request', {});
    expect(await decline(own)).toBe('403 FORBIDDEN');
    expect(await decline()).toBe('200');
    expect(await waiting()).toEqual([]);
    const reason = 'Договор ещё открыт';
    const atMs = network.backend.clock.nowMs();
    expect(await standing()).toEqual({ erasureAskedAtMs: null, erasureDeclined: { atMs, reason } });
    const question = { cursor: null, limit: 9, state: null, channel: null, search: null };
    const { messages } = network.backend.service.stores;
    const written = await messages.messages({ ...question, userId: person.userId });
    expect(written.rows.filter(({ template }) => template === 'erasure-declined')).toMatchObject([
      { params: { reason } },
    ]);
    expect(await trail('account.erase-decline')).toMatchObject([
      { subjectId: person.userId, after: { reason } },
    ]);
    expect(await decline()).toBe('404 NOT_FOUND');
    await ask('account.erase-request', {});
    expect(await standing()).toMatchObject({ erasureDeclined: null });
    expect(await waiting()).toHaveLength(1);
  });

  it('that is declined is told at the desktop of a person who has no contact', async () => {
    const { userId } = await addPerson(network, sixthProgramme, {
      login: 'nowhere',
      email: null,
      phone: null,
    });
    const session = await sessionFor(network, { ...person, userId });
    await ask('account.erase-request', {}, session);
    const declining = { userId, reason: 'Договор ещё открыт' };
    expect(await ask('account.erase-decline', declining, administrator)).toBe('200');
    expect(await toldTo(network, userId, 'erasure-declined')).toEqual([`desktop ${userId}`]);
    const { notices } = await call(network.url, 'notice.take', { shown: [] }, session);
    expect(notices.map(({ place, text }) => [place, text])).toContainEqual([
      'own-data',
      'Деректеріңізді қазір жою мүмкін емес. Себебі баптауларда.',
    ]);
  });

  it('leaves no approval behind: what was let happen for it has to be let happen anew', async () => {
    await ask('account.erase-request', {});
    expect(await erase()).toBe('422 SECOND_APPROVER_REQUIRED');
    const { rows } = await call(network.url, 'approval.list', {}, manager);
    expect(await ask('approval.give', { approvalId: rows[0]?.approvalId }, manager)).toBe('200');
    expect(await ask('account.erase-take-back', {})).toBe('200');
    expect(await erase()).toBe('422 SECOND_APPROVER_REQUIRED');
    expect(await standing()).toEqual({ erasureAskedAtMs: null, erasureDeclined: null });
  });

  it('that was taken back a moment ago is said to the second person, with the next one’s grounds', async () => {
    await ask('account.erase-request', {});
    await ask('account.erase-take-back', {});
    const takenBackAtMs = network.backend.clock.nowMs();
    // Somebody of the staff had it on his screen still.
    expect(await erase()).toBe('422 SECOND_APPROVER_REQUIRED');
    const [waits] = (await call(network.url, 'approval.list', {}, manager)).rows;
    const earlier = { earlierRequest: 'taken-back', earlierEndedAtMs: takenBackAtMs };
    expect(waits?.before).toEqual({
      ...earlier,
      state: 'active',
      request: 'none',
      askedAtMs: null,
    });
    network.backend.clock.pass(1);
    await ask('account.erase-request', {});
    const askedAtMs = network.backend.clock.nowMs();
    expect(await erase()).toBe('422 SECOND_APPROVER_REQUIRED');
    const anew = (await call(network.url, 'approval.list', {}, manager)).rows.at(-1);
    expect(anew?.approvalId).not.toBe(waits?.approvalId);
    expect(anew?.before).toEqual({ ...earlier, state: 'active', request: 'asked', askedAtMs });
    expect(await ask('approval.give', { approvalId: anew?.approvalId }, manager)).toBe('200');
    expect(await erase()).toBe('200');
  });

  it('that was declined before is told beside the new one', async () => {
    await ask('account.erase-request', {});
    await decline();
    await ask('account.erase-request', {});
    await erase();
    const [waits] = (await call(network.url, 'approval.list', {}, manager)).rows;
    expect(waits?.before).toMatchObject({ request: 'asked', earlierRequest: 'declined' });
  });

  it('that was let happen is not, once it was taken back and nobody was asked anew', async () => {
    await ask('account.erase-request', {});
    await erase();
    const [waits] = (await call(network.url, 'approval.list', {}, manager)).rows;
    await ask('account.erase-take-back', {});
    const given = await ask('approval.give', { approvalId: waits?.approvalId }, manager);
    expect(given).toBe('409 APPROVAL_OVER');
    const kept = await network.backend.service.stores.people.approvalById(waits?.approvalId ?? '');
    expect(kept).toMatchObject({ state: 'refused', reason: 'lapsed' });
  });

  it('leaves nothing that waits for a second person', async () => {
    await ask('account.erase-request', {});
    await erase();
    expect(await decline()).toBe('200');
    expect((await call(network.url, 'approval.list', {}, manager)).rows).toEqual([]);
  });
});
