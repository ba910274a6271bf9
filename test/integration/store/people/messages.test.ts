import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLAIM_MS, type AfterTry, type MessageAct } from '#domain/message/outgoing.ts';
import type { MessageStore, NewMessage } from '#service/message/message-ports.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { openBench, type StoreBench } from '#test/support/network-store.ts';

const TERM_MS = 600_000;

let bench: StoreBench;
let messages: MessageStore;

beforeEach(async () => {
  bench = await openBench();
  ({ messages } = bench.store.stores);
});
afterEach(() => bench.dispose());

const letter = (messageId: string, patch: Partial<NewMessage> = {}): NewMessage =>
  ({
    messageId,
    channel: 'email',
    to: 'anna@example.com',
    template: 'recovery-code',
    params: { code: '424242', expiresAtMs: NOON_MS + TERM_MS },
    language: 'ru',
    expiresAtMs: NOON_MS + TERM_MS,
    programmeId: 'programme-1',
    userId: 'account-1',
    ...patch,
  }) as NewMessage;

const asel = {
  userId: 'asel-1',
  login: 'asel',
  displayName: 'Әсел Нурланова',
  role: 'representative',
  active: true,
  clientId: null,
  programmeId: 'programme-1',
  email: null,
  phone: null,
  state: 'active',
  mustSetPassword: false,
  passwordExpiresAtMs: null,
  passwordHash: 'hash',
  passwordSetAtMs: null,
  grants: [],
  preferences: {},
  revision: 0,
} as const;

const add = (...added: readonly NewMessage[]): Promise<CommitOutcome> =>
  bench.store.stores.people.commit({
    atMs: bench.nowMs,
    audit: null,
    changes: added.map((message) => ({ kind: 'message.add', message })),
  });

const act = (messageId: string, what: MessageAct): Promise<CommitOutcome> =>
  bench.store.stores.people.commit({
    atMs: bench.nowMs,
    audit: null,
    changes: [{ kind: 'message.act', act: what, messageId }],
  });

const claim = (name: string, nowMs = bench.nowMs) =>
  messages.claimDue({
    channels: ['email'],
    claim: name,
    nowMs,
    claimedUntilMs: nowMs + CLAIM_MS,
    limit: 10,
  });

const idsOf = (claimed: readonly { readonly messageId: string }[]) =>
  claimed.map(({ messageId }) => messageId).toSorted();

const SENT: AfterTry = { state: 'sent', error: null, providerId: 'p-1', nextTryAtMs: null };
const FAILED: AfterTry = {
  state: 'failed',
  error: 'CHANNEL_REFUSED',
  providerId: null,
  nextTryAtMs: null,
};

const settle = (messageId: string, name: string, settled: AfterTry) =>
  messages.settle(messageId, name, { ...settled, atMs: bench.nowMs });

const secretsKept = () =>
  bench.rows<{ secrets: string | null }>(`SELECT secrets FROM message ORDER BY message_id`);

describe('the queue of outgoing messages', () => {
  it('is written with whatever it tells of, or not at all', async () => {
    const written = await bench.store.stores.people.commit({
      atMs: NOON_MS,
      audit: null,
      changes: [
        { kind: 'message.add', message: letter('m-1') },
        { kind: 'message.act', act: 'cancel', messageId: 'nobody' },
      ],
    });
    expect(written).toBe('stale');
    expect(await messages.message('m-1')).toBeNull();
  });

  it('gives each message to one sender', async () => {
    await add(...Array.from({ length: 8 }, (_, index) => letter(`m-${index}`)));
    const [one, other] = await Promise.all([claim('one'), claim('other')]);
    expect(idsOf([...one, ...other])).toEqual(
      Array.from({ length: 8 }, (_, index) => `m-${index}`),
    );
    expect(await claim('third')).toEqual([]);
    expect(one.concat(other)[0]).toMatchObject({
      state: 'sending',
      tries: 1,
      params: { expiresAtMs: NOON_MS + TERM_MS },
      secrets: { code: '424242' },
    });
  });

  it('a killed sender’s message is taken over when its claim is over, and it says no more', async () => {
    await add(letter('m-1'));
    await claim('killed');
    bench.nowMs += CLAIM_MS - 1;
    expect(await claim('next')).toEqual([]);
    bench.nowMs += 1;
    expect(idsOf(await claim('next'))).toEqual(['m-1']);
    expect(await settle('m-1', 'killed', FAILED)).toBe(false);
    expect(await settle('m-1', 'next', SENT)).toBe(true);
    expect(await messages.message('m-1')).toMatchObject({ state: 'sent', tries: 2 });
  });

  it('[N-10] the moment of sending is kept, and the code is blanked', async () => {
    await add(letter('m-1'));
    await claim('one');
    bench.nowMs += 1_000;
    await settle('m-1', 'one', SENT);
    expect(await messages.message('m-1')).toMatchObject({
      sentAtMs: NOON_MS + 1_000,
      settledAtMs: NOON_MS + 1_000,
      createdAtMs: NOON_MS,
      secrets: null,
    });
    expect(await secretsKept()).toEqual([{ secrets: null }]);
  });

  it('one that is tried again waits until its time', async () => {
    await add(letter('m-1'));
    await claim('one');
    const nextTryAtMs = NOON_MS + 5_000;
    const queued: AfterTry = { ...FAILED, state: 'queued', error: 'CHANNEL_TIMEOUT', nextTryAtMs };
    await settle('m-1', 'one', queued);
    expect(await claim('two', nextTryAtMs - 1)).toEqual([]);
    expect(await claim('two', nextTryAtMs)).toMatchObject([
      { tries: 2, error: 'CHANNEL_TIMEOUT', settledAtMs: null, secrets: { code: '424242' } },
    ]);
  });

  it('of a channel that is not set up waits, and expires just after its term', async () => {
    await add(letter('m-1', { channel: 'sms', to: '+77010000000' }));
    expect(await claim('one')).toEqual([]);
    expect(await messages.expire(NOON_MS + TERM_MS)).toBe(0);
    expect(await messages.expire(NOON_MS + TERM_MS + 1)).toBe(1);
    expect(await messages.message('m-1')).toMatchObject({ state: 'expired', secrets: null });
    expect(await messages.expire(NOON_MS + TERM_MS + 1)).toBe(0);
  });

  it('one that is being sent at its term expires with its sender’s claim', async () => {
    await add(letter('m-1', { expiresAtMs: NOON_MS + 1 }));
    await claim('one');
    expect(await messages.expire(NOON_MS + 2)).toBe(0);
    expect(await messages.expire(NOON_MS + CLAIM_MS)).toBe(1);
  });

  it('[R-13] for nobody: a row like the others that goes nowhere and keeps no code', async () => {
    await add(letter('m-1', { channel: 'none', to: '' }));
    expect(await claim('one')).toEqual([]);
    expect(await messages.message('m-1')).toMatchObject({ state: 'dropped', secrets: null });
  });

  it('what the carrier says later finds the message by the carrier’s own id', async () => {
    await add(letter('m-1'));
    await claim('one');
    const receipt = { providerId: 'p-1', state: 'delivered', error: null, atMs: NOON_MS } as const;
    expect(await messages.receive(receipt)).toBe(false);
    await settle('m-1', 'one', SENT);
    expect(await messages.receive(receipt)).toBe(true);
    expect(await messages.message('m-1')).toMatchObject({ state: 'delivered' });
  });
});

describe('a carrier that gives one number twice', () => {
  it('says of the later message what became of it, and nothing of the earlier one', async () => {
    await add(letter('m-1'));
    await claim('one');
    await settle('m-1', 'one', SENT);
    bench.nowMs += 60_000;
    await add(letter('m-2'));
    await claim('two');
    await messages.settle('m-2', 'two', { ...SENT, atMs: bench.nowMs });
    const failed = { state: 'failed', error: 'MESSAGE_UNDELIVERABLE', atMs: bench.nowMs } as const;
    expect(await messages.receive({ providerId: 'p-1', ...failed })).toBe(true);
    expect(await messages.message('m-1')).toMatchObject({ state: 'sent' });
    expect(await messages.message('m-2')).toMatchObject({ state: 'failed' });
  });
});

describe('what a person does about a message', () => {
  it('one that was refused is sent again until its term', async () => {
    await add(letter('m-1'));
    await claim('one');
    await settle('m-1', 'one', FAILED);
    expect(await act('m-1', 'retry')).toBe('done');
    expect(await claim('two')).toMatchObject([{ messageId: 'm-1', tries: 1 }]);
    await settle('m-1', 'two', FAILED);
    await messages.expire(NOON_MS + TERM_MS + 1);
    expect(await messages.message('m-1')).toMatchObject({ state: 'failed', secrets: null });
    expect(await act('m-1', 'retry')).toBe('stale');
  });

  it('one that waits is cancelled and its code blanked; one that is gone is not', async () => {
    await add(letter('m-1'), letter('m-2'));
    expect(await act('m-1', 'cancel')).toBe('done');
    expect(await messages.message('m-1')).toMatchObject({ state: 'cancelled', secrets: null });
    await claim('one');
    expect(await act('m-2', 'cancel')).toBe('stale');
    await settle('m-2', 'one', SENT);
    expect(await act('m-2', 'cancel')).toBe('stale');
    expect(await act('m-2', 'retry')).toBe('stale');
  });

  it('[P-03] one that came back is marked by whoever got it back', async () => {
    await add(letter('m-1'));
    expect(await act('m-1', 'bounced')).toBe('stale');
    await claim('one');
    await settle('m-1', 'one', SENT);
    expect(await act('m-1', 'bounced')).toBe('done');
    expect(await messages.message('m-1')).toMatchObject({
      state: 'bounced',
      error: 'BOUNCE_REPORTED',
      sentAtMs: NOON_MS,
    });
  });
});

describe('the list of messages', () => {
  it('is read by pages, the newest first', async () => {
    for (const id of ['m-1', 'm-2', 'm-3']) {
      await add(letter(id));
      bench.nowMs += 1;
    }
    const asked = {
      cursor: null,
      limit: 2,
      search: null,
      state: null,
      channel: null,
      userId: null,
    };
    const first = await messages.messages(asked);
    expect(first.rows.map(({ messageId }) => messageId)).toEqual(['m-3', 'm-2']);
    const rest = await messages.messages({ ...asked, cursor: first.nextCursor });
    expect(rest.rows.map(({ messageId }) => messageId)).toEqual(['m-1']);
    expect(rest.nextCursor).toBeNull();
  });

  it('is narrowed by state, channel and person', async () => {
    await add(letter('m-1'), letter('m-2', { channel: 'sms', userId: 'account-2' }));
    const asked = {
      cursor: null,
      limit: 9,
      search: null,
      state: null,
      channel: null,
      userId: null,
    };
    const ids = async (patch: object) =>
      idsOf((await messages.messages({ ...asked, ...patch })).rows);
    expect(await ids({ channel: 'sms' })).toEqual(['m-2']);
    expect(await ids({ state: 'queued' })).toEqual(['m-1', 'm-2']);
    expect(await ids({ state: 'sent' })).toEqual([]);
    expect(await ids({ userId: 'account-1', state: 'queued' })).toEqual(['m-1']);
  });

  it('is searched by whom it is about, and by a contact whole but never by a part of it', async () => {
    const { people } = bench.store.stores;
    await people.commit({
      atMs: NOON_MS,
      audit: null,
      changes: [{ kind: 'account.add', account: asel }],
    });
    const { userId } = asel;
    await add(letter('m-1', { userId }), letter('m-2', { to: 'other@example.com', userId: null }));
    const asked = { cursor: null, limit: 9, state: null, channel: null, userId: null };
    const found = async (search: string, contact: string | null = null) =>
      idsOf((await messages.messages({ ...asked, search, contact })).rows);
    expect(await found('other@example.com')).toEqual(['m-2']);
    expect(await found('Other@Example.com', 'other@example.com')).toEqual(['m-2']);
    expect(await found('other@')).toEqual([]);
    expect(await found('нурлан')).toEqual(['m-1']);
    expect(await found('ASEL')).toEqual(['m-1']);
    expect(await found('nobody')).toEqual([]);
  });

  it('what came to its end long ago is forgotten, what went nowhere sooner', async () => {
    await add(letter('m-1'), letter('m-2', { channel: 'none', to: '' }), letter('m-3'));
    await claim('one');
    await settle('m-1', 'one', SENT);
    const before = { settledMs: NOON_MS, droppedMs: NOON_MS + 1 };
    expect(await messages.forget(before)).toBe(1);
    expect(await messages.forget({ ...before, settledMs: NOON_MS + 1 })).toBe(1);
    expect(await messages.forget(before)).toBe(0);
    expect(await messages.message('m-3')).toMatchObject({ state: 'sending' });
  });
});
