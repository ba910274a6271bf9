import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAND_ENTRIES_A_DAY } from '#domain/sale/hand-entry.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { engineUnderTest } from '#test/support/engine.ts';
import { addStaff } from '#test/support/backend/door-people.ts';
import {
  limitFirstCard,
  PRICE_MINOR_PER_LITRE,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const HOUR_MS = 3_600_000;
let network: SmallNetwork;
let sessions: Readonly<Record<'operator' | 'supervisor' | 'second' | 'accountant', string>>;

beforeAll(async () => {
  network = await startSmallNetwork();
  const { url, workstation, operator } = network;
  for (const [login, role] of [
    ['senior', 'shift-supervisor'],
    ['second', 'shift-supervisor'],
    ['books', 'accountant'],
  ] as const) {
    await addStaff(network.backend, { login, role });
  }
  sessions = {
    operator,
    supervisor: await signIn(url, 'senior', workstation),
    second: await signIn(url, 'second', workstation),
    accountant: await signIn(url, 'books', workstation),
  };
});
afterAll(() => network.backend.stop());

/** A slip of three hours ago; every part may be another. */
function slip(slipNumber: number, patch: { volumeMl?: number; filledAtMs?: number } = {}) {
  const filledAtMs = network.backend.clock.nowMs() - 3 * HOUR_MS;
  const { stationId } = network;
  const what = { cardId: 'card-1', stationId, productId: 'dt', pumpNumber: 2 };
  return { ...what, volumeMl: 10_000, filledAtMs, slipNumber, ...patch };
}

const as = (who: keyof typeof sessions) => ({
  bearer: network.workstation.bearer,
  session: sessions[who],
});

function enter(asked: ReturnType<typeof slip>, who: keyof typeof sessions, commandId = uuid()) {
  const input = { commandId, reason: 'power cut', ...asked };
  return callRaw(network.url, 'sale.enter', input, as(who));
}

async function leftToday(who: keyof typeof sessions): Promise<number> {
  return (await call(network.url, 'sale.enter-preview', slip(90), as(who))).leftToday;
}

async function statementLines() {
  const { url, manager: session, backend } = network;
  const day = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
  const nowMs = backend.clock.nowMs();
  const span = { fromDate: day(nowMs - 40 * 24 * HOUR_MS), toDate: day(nowMs) };
  const subject = { subjectKind: 'card', subjectId: 'card-1' } as const;
  return call(url, 'statement.get', { ...subject, ...span }, { session });
}

describe('a fill that is entered by hand from a paper slip', () => {
  it('is a supervisor’s or an accountant’s to enter', async () => {
    expect(outcomeOf(await enter(slip(1), 'operator'))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await enter(slip(1), 'supervisor'))).toBe('200');
    expect(outcomeOf(await enter(slip(2), 'accountant'))).toBe('200');
  });

  it('stands on the statement at its own instant and price, marked', async () => {
    const { lines } = await statementLines();
    const first = lines.find(({ slipNumber }) => slipNumber === 1);
    expect(first).toMatchObject({
      mode: 'entered',
      volumeMl: 10_000,
      priceMinorPerLitre: PRICE_MINOR_PER_LITRE,
      amountMinor: -10 * PRICE_MINOR_PER_LITRE,
      atMs: slip(1).filledAtMs,
    });
  });

  it('says on its line and where it is searched for why it was entered, and by whom', async () => {
    const { lines } = await statementLines();
    const { url, manager: session } = network;
    const search = lines.find(({ slipNumber }) => slipNumber === 2)?.lineId ?? '';
    const found = await call(url, 'operation.search', { search }, { session });
    for (const [number, rows, enteredBy] of [
      [1, lines, 'senior'],
      [2, found.rows, 'books'],
    ] as const) {
      const line = rows.find(({ slipNumber }) => slipNumber === number);
      expect(line).toMatchObject({ text: 'power cut', enteredBy });
    }
  });

  it('is entered once: the same slip of the station and day is refused, the same request is not', async () => {
    const commandId = uuid();
    const asked = slip(3);
    const [first, again] = [
      await enter(asked, 'accountant', commandId),
      await enter(asked, 'accountant', commandId),
    ];
    expect([outcomeOf(first), outcomeOf(again)]).toEqual(['200', '200']);
    const before = (await statementLines()).totals;
    const twice = { ...asked, volumeMl: 20_000, filledAtMs: asked.filledAtMs - 1 };
    expect(outcomeOf(await enter(twice, 'supervisor'))).toBe('409 SLIP_ENTERED');
    const both = await Promise.all([enter(slip(4), 'accountant'), enter(slip(4), 'supervisor')]);
    expect(both.map(outcomeOf).toSorted()).toEqual(['200', '409 SLIP_ENTERED']);
    const after = (await statementLines()).totals;
    expect(after.saleCount).toBe(before.saleCount + 1);
    const yesterday = { filledAtMs: asked.filledAtMs - 20 * HOUR_MS };
    expect(outcomeOf(await enter(slip(3, yesterday), 'accountant'))).toBe('200');
  });

  it('keeps its mark and its place in the quota when its request is sent again with another slip', async () => {
    const commandId = uuid();
    expect(outcomeOf(await enter(slip(10), 'accountant', commandId))).toBe('200');
    const left = await leftToday('accountant');
    for (const other of [slip(11), slip(10, { volumeMl: 20_000 })]) {
      const answer = await enter(other, 'accountant', commandId);
      expect(outcomeOf(answer)).toBe('409 COMMAND_ID_REUSED');
    }
    expect(await leftToday('accountant')).toBe(left);
    const { lines } = await statementLines();
    const mode = (number: number) => lines.find(({ slipNumber }) => slipNumber === number)?.mode;
    expect([mode(10), mode(11)]).toEqual(['entered', undefined]);
  });

  it('is shown beforehand with what it does to the limits, and nothing is booked by that', async () => {
    const before = (await statementLines()).totals;
    const limit = await limitFirstCard(network, { measure: 'volume', amount: 60_000 });
    const asked = slip(20, { volumeMl: 15_000 });
    const seen = await call(network.url, 'sale.enter-preview', asked, as('accountant'));
    expect(seen.sale).toMatchObject({ state: 'captured', amountMinor: 15 * PRICE_MINOR_PER_LITRE });
    expect(seen.preview.remainders.some(({ limitId }) => limitId === limit.limitId)).toBe(true);
    expect(seen.leftToday).toBeLessThan(HAND_ENTRIES_A_DAY);
    expect((await statementLines()).totals).toEqual(before);
    await limit.remove();
  });

  it('is late truth: above its limit it is booked and is exposure (I1)', async () => {
    const limit = await limitFirstCard(network, { measure: 'volume', amount: 1_000 });
    const asked = slip(21);
    const seen = await call(network.url, 'sale.enter-preview', asked, as('accountant'));
    expect(seen.preview.passes).toBe(false);
    const answer = await enter(asked, 'accountant');
    expect(outcomeOf(answer)).toBe('200');
    const { url, manager: session } = network;
    const { rows } = await call(url, 'exposure.entries', { limit: 500 }, { session });
    const saleId = seen.sale.saleId;
    expect(rows.filter((row) => row.saleId === saleId)).toMatchObject([
      { kind: 'excess', measure: 'volume' },
    ]);
    await limit.remove();
  });

  it('is neither of the future nor older than a slip is taken', async () => {
    const nowMs = network.backend.clock.nowMs();
    for (const filledAtMs of [nowMs + 60_000, nowMs - 31 * 24 * HOUR_MS]) {
      expect(outcomeOf(await enter(slip(22, { filledAtMs }), 'accountant'))).toBe(
        '400 FIELD_INVALID',
      );
    }
  });

  it('takes nothing of the quota when it is refused for itself', async () => {
    const left = await leftToday('accountant');
    const nothing = slip(200, { volumeMl: 0 });
    const unknown = { ...slip(200), cardId: 'nobody' };
    const untold = { ...slip(200), productId: 'nothing' };
    const answers = [nothing, unknown, untold].map((asked) => enter(asked, 'accountant'));
    for (const answer of await Promise.all(answers)) expect(answer.status).not.toBe(200);
    expect(await leftToday('accountant')).toBe(left);
  });

  it('has a small quota of each person and day', async () => {
    const left = await leftToday('supervisor');
    const booked = (await statementLines()).lines.filter(({ mode }) => mode === 'entered').length;
    expect(left).toBeGreaterThan(2);
    let number = 100;
    const enterNext = async (who: 'supervisor' | 'second') =>
      outcomeOf(await enter(slip((number += 1)), who));
    for (let more = 0; more < left; more += 1) expect(await enterNext('supervisor')).toBe('200');
    expect(await leftToday('supervisor')).toBe(0);
    expect(await enterNext('supervisor')).toMatch(/CONTINGENCY_QUOTA_EXCEEDED$/u);
    const { lines } = await statementLines();
    expect(lines.filter(({ mode }) => mode === 'entered')).toHaveLength(booked + left);

    expect(await leftToday('second')).toBe(HAND_ENTRIES_A_DAY);
    expect(await enterNext('second')).toBe('200');
    expect(await leftToday('second')).toBe(HAND_ENTRIES_A_DAY - 1);

    const { workstation, backend, url } = network;
    backend.clock.pass(24 * HOUR_MS);
    await workstation.openSession(backend.clock.nowMs());
    const supervisor = await signIn(url, 'senior', workstation);
    sessions = { ...sessions, supervisor };
    expect(await leftToday('supervisor')).toBe(HAND_ENTRIES_A_DAY);
    expect(await enterNext('supervisor')).toBe('200');
    expect(await leftToday('supervisor')).toBe(HAND_ENTRIES_A_DAY - 1);
  });

  it('leaves books in which every sum is right', (ctx) => {
    ctx.skip(engineUnderTest() !== 'sqlite', 'the checker reads the tables of SQLite');
    expect(network.backend.verify()).toMatchObject({ ok: true });
  });
});
