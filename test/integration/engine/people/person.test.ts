import { beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { offlineTermMs, STAFF_OFFLINE_DAYS } from '#domain/identity/offline-term.ts';
import { methodRights } from '#engine/bridge/rights.ts';
import { bridgeMethods } from '#protocol/bridge.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { PASSWORD, signIn } from '#test/support/backend/small-network.ts';
import { deskPerTest } from '#test/support/engine/desks.ts';

const STAFF_OFFLINE_MS = offlineTermMs(STAFF_OFFLINE_DAYS);

const desk = deskPerTest();

const till = { login: 'till', password: PASSWORD };
const pass = (ms: number): void => desk.network.backend.clock.pass(ms);

describe('[N-03] signing in', () => {
  it('is at this desk also when its proof ran out while nobody worked there', async () => {
    await desk.bench.ok('session:signOut', {});
    desk.bench.engine.core.link.forgetSession();
    await desk.bench.signIn();
    const { rows } = await desk.bench.ok('session:list', {});
    const { workstationId } = desk.bench.engine.core.identity;
    expect(rows.find(({ current }) => current)).toMatchObject({ workstationId });
  });

  it('is at this desk also when the network takes its proof no more, which it holds for good', async () => {
    await desk.bench.ok('session:signOut', {});
    const { workstationId } = desk.bench.engine.core.identity;
    const { identity } = desk.network.backend.service.stores;
    const row = await identity.workstation(workstationId);
    if (row === null) throw new Error('no workstation');
    const { refreshHashes } = row;
    const over = { accessHash: 'f'.repeat(64), accessExpiresAtMs: 0, lastSeenAtMs: 0 };
    await identity.putWorkstationTokens(workstationId, { ...over, refreshHashes });
    await desk.bench.signIn();
    const { rows } = await desk.bench.ok('session:list', {});
    expect(rows.find(({ current }) => current)).toMatchObject({ workstationId });
  });
});

describe('[N-03] unlocking without the link', () => {
  it('works with the right pair, with the rights held then, to the last millisecond of the term', async () => {
    const signedInAtMs = desk.bench.engine.core.clock.nowMs();
    await desk.bench.cut();
    await desk.bench.restart();
    expect((await desk.bench.ok('session:state', {})).mode).toBe('none');
    const unlocked = await desk.bench.ok('session:signIn', till);
    expect(unlocked.mode).toBe('local');
    expect(unlocked.rights).toContain('sale.make');
    expect(unlocked.expiresAtMs).toBe(signedInAtMs + STAFF_OFFLINE_MS);
    pass(STAFF_OFFLINE_MS - 1 - (desk.bench.engine.core.clock.nowMs() - signedInAtMs));
    expect((await desk.bench.ok('session:signIn', till)).mode).toBe('local');
    pass(1);
    expect((await desk.bench.ok('session:state', {})).mode).toBe('none');
    expect((await desk.bench.refused('session:signIn', till)).code).toBe('ONLINE_SIGNIN_REQUIRED');
  });

  it('works for as many days as an administrator has said, from the next sign-in on', async () => {
    const { url } = desk.network;
    const auth = { session: await signIn(url, 'chief') };
    expect(await call(url, 'staff-rules.get', {}, auth)).toMatchObject({ offlineDays: 7 });
    const put = { commandId: uuid(), offlineDays: 2, seenDays: 7 };
    await call(url, 'staff-rules.put', put, auth);
    const later = { commandId: uuid(), offlineDays: 30, seenDays: 7 };
    expect(outcomeOf(await callRaw(url, 'staff-rules.put', later, auth))).toBe(
      '409 CHANGED_MEANWHILE',
    );
    const endless = { commandId: uuid(), offlineDays: 31, seenDays: 2 };
    expect(outcomeOf(await callRaw(url, 'staff-rules.put', endless, auth))).toBe(
      '400 FIELD_INVALID',
    );
    const { rows } = await call(url, 'audit.list', { event: 'staff-rules.put' }, auth);
    expect(rows.filter(({ code }) => code === null)).toMatchObject([
      { event: 'staff-rules.put', before: { offlineDays: 7 }, after: { offlineDays: 2 } },
    ]);
    const signedInAtMs = desk.bench.engine.core.clock.nowMs();
    await desk.bench.signIn('till');
    await desk.bench.cut();
    await desk.bench.restart();
    const { expiresAtMs } = await desk.bench.ok('session:signIn', till);
    expect(expiresAtMs).toBe(signedInAtMs + offlineTermMs(2));
  });

  it('tells an unknown login and a wrong password alike', async () => {
    await desk.bench.cut();
    const wrong = await desk.bench.refused('session:signIn', { login: 'till', password: 'wrong' });
    const unknown = await desk.bench.refused('session:signIn', {
      login: 'nobody',
      password: PASSWORD,
    });
    expect(wrong).toEqual(unknown);
    expect(wrong.code).toBe('AUTH_INVALID');
  });

  it('makes guessers wait longer and longer, known login or not', async () => {
    await desk.bench.cut();
    for (const login of ['till', 'nobody']) {
      const guess = { login, password: 'wrong' };
      for (let n = 0; n < 4; n += 1) {
        expect((await desk.bench.refused('session:signIn', guess)).code).toBe('AUTH_INVALID');
      }
      expect(await desk.bench.refused('session:signIn', guess)).toEqual({
        code: 'AUTH_DELAYED',
        params: { waitMs: 5_000 },
      });
    }
    pass(5_000);
    await desk.bench.ok('session:signIn', till);
  });

  it('does not believe a clock that was set back', async () => {
    await desk.bench.cut();
    desk.bench.clock.set(-3_600_000);
    expect((await desk.bench.refused('session:signIn', till)).code).toBe('ONLINE_SIGNIN_REQUIRED');
  });

  it('keeps no password in the files', async () => {
    const rows = desk.bench.engine.core.journal.db.prepare('SELECT * FROM person').all();
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
    expect(JSON.stringify(rows)).toContain('$argon2id$');
  });
});

describe('rights on the bridge', () => {
  it('every method refuses whoever is not signed in, or has not its right', async () => {
    for (const method of bridgeMethods) {
      expect(Object.hasOwn(methodRights, method), method).toBe(true);
    }
    await desk.bench.ok('session:signOut', {});
    for (const method of bridgeMethods.filter((name) => methodRights[name] !== 'open')) {
      const answer = await desk.bench.desk.ask(method, {});
      expect(answer.ok, method).toBe(false);
      if (!answer.ok)
        expect(['UNAUTHORIZED', 'FIELD_INVALID', 'FIELD_UNKNOWN']).toContain(answer.code);
    }
    await desk.bench.signIn();
    expect((await desk.bench.refused('user:list', {})).code).toBe('FORBIDDEN');
    const pay = { commandId: uuid(), contractId: 'client-1', amountMinor: 100, memo: 'x' };
    expect((await desk.bench.refused('contract:topUp', pay)).code).toBe('FORBIDDEN');
  });

  it('answers foreign input with a code and never with a stack', async () => {
    const unknown = await desk.bench.desk.ask('no:such', {});
    expect(unknown).toMatchObject({ ok: false, code: 'BRIDGE_METHOD_UNKNOWN' });
    expect(await desk.bench.desk.ask('toString', {})).toMatchObject({
      code: 'BRIDGE_METHOD_UNKNOWN',
    });
    const wrong = await desk.bench.desk.ask('sale:capture', { saleId: 5, volumeMl: 'x' });
    expect(wrong).toEqual({ ok: false, code: 'FIELD_INVALID', params: { field: 'saleId' } });
    const more = await desk.bench.desk.ask('sale:open', { extra: 1 });
    expect(more).toMatchObject({ ok: false, code: 'FIELD_UNKNOWN' });
  });

  it('sells online only with a session of the backend', async () => {
    await desk.bench.cut();
    await desk.bench.restart();
    await desk.bench.signIn();
    await desk.bench.mend();
    const refusal = await desk.bench.refused(
      'sale:authorize',
      desk.bench.question({ cardId: 'card-2' }),
    );
    expect(refusal.code).toBe('ONLINE_SIGNIN_REQUIRED');
  });
});

describe('[N-20] PIN without the link', () => {
  beforeEach(async () => {
    const session = await signIn(desk.network.url, 'curator');
    const set = { commandId: uuid(), cardId: 'card-3', pin: '4826', repeat: '4826' };
    await call(desk.network.url, 'card.set-pin', set, { session });
    const asked = desk.bench.question({ cardId: 'card-3', pin: '4826' });
    const { sale } = await desk.bench.ok('sale:authorize', asked);
    await desk.bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: 1_000 });
    pass(6 * 60_000);
    await desk.bench.find(2);
    await desk.bench.syncOk();
  });

  it('is asked for, and the right one sells', async () => {
    await desk.bench.cut();
    const question = desk.bench.question({ cardId: 'card-3' });
    expect((await desk.bench.refused('sale:authorize', question)).code).toBe('PIN_REQUIRED');
    const { sale } = await desk.bench.ok('sale:authorize', { ...question, pin: '4826' });
    expect(sale.mode).toBe('offline');
  });

  it('blocks the card here at the third error, through a restart, and reports every error', async () => {
    await desk.bench.cut();
    const wrong = (): ReturnType<typeof desk.bench.refused> =>
      desk.bench.refused('sale:authorize', desk.bench.question({ cardId: 'card-3', pin: '1111' }));
    expect(await wrong()).toEqual({ code: 'PIN_INVALID', params: { triesLeftCount: 2 } });
    await desk.bench.restart();
    await desk.bench.signIn();
    expect(await wrong()).toEqual({ code: 'PIN_INVALID', params: { triesLeftCount: 1 } });
    expect((await wrong()).code).toBe('PIN_BLOCKED');
    const right = desk.bench.question({ cardId: 'card-3', pin: '4826' });
    expect((await desk.bench.refused('sale:authorize', right)).code).toBe('PIN_BLOCKED');
    await desk.bench.mend();
    const session = await signIn(desk.network.url, 'curator');
    const { card } = await call(desk.network.url, 'card.get', { cardId: 'card-3' }, { session });
    expect(card).toMatchObject({ state: 'blocked', blockReason: 'pin', pinTriesUsed: 3 });
    const unblock = { commandId: uuid(), cardId: 'card-3' };
    await call(desk.network.url, 'card.unblock', unblock, { session });
    await desk.bench.syncOk();
    await desk.bench.cut();
    await desk.bench.ok('sale:authorize', right);
  });

  it('of a card that was blocked and got another is the new one, after a single round', async () => {
    await desk.bench.cut();
    const asked = desk.bench.question({ cardId: 'card-3' });
    for (let error = 1; error <= 3; error += 1) {
      await desk.bench.refused('sale:authorize', { ...asked, pin: '1111' });
    }
    await desk.bench.mend();
    const session = await signIn(desk.network.url, 'curator');
    const card = () => ({ commandId: uuid(), cardId: 'card-3' });
    const other = { ...card(), pin: '5937', repeat: '5937' };
    await call(desk.network.url, 'card.set-pin', other, { session });
    await call(desk.network.url, 'card.unblock', card(), { session });
    await desk.bench.syncOk();
    await desk.bench.cut();
    const before = await desk.bench.refused('sale:authorize', { ...asked, pin: '4826' });
    expect(before.code).toBe('PIN_INVALID');
    const { sale } = await desk.bench.ok('sale:authorize', { ...asked, pin: '5937' });
    expect(sale.mode).toBe('offline');
  });

  it('cannot be checked once the leases that brought its verifier are dead', async () => {
    const { db } = desk.bench.engine.core.cache;
    await desk.bench.cut();
    db.prepare('DELETE FROM pin_verifier').run();
    const question = desk.bench.question({ cardId: 'card-3', pin: '4826' });
    expect((await desk.bench.refused('sale:authorize', question)).code).toBe(
      'PIN_OFFLINE_UNAVAILABLE',
    );
  });
});
