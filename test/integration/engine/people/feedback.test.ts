import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BridgeInput } from '#protocol/bridge.ts';
import { call } from '#test/support/backend/http-client.ts';
import { sixthProgramme } from '#test/support/backend/sixth-programme.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';

const desk = deskAndNetworkPerTest();

const writing = (patch: Partial<BridgeInput<'feedback:send'>> = {}) => ({
  commandId: uuid(),
  programmeId: null,
  contact: '8 916 000-00-01',
  text: 'Цена на табло другая',
  language: 'ru' as const,
  ...patch,
});
const send = (patch: Partial<BridgeInput<'feedback:send'>> = {}) =>
  desk.bench.ok('feedback:send', writing(patch));
const here = async () => (await desk.bench.ok('feedback:here', {})).rows;
const atBackend = async () => {
  const { url, manager } = desk.network;
  return (await call(url, 'feedback.list', {}, { session: manager })).rows;
};

beforeEach(async () => {
  await desk.bench.ok('session:signOut', {});
});

describe('feedback of somebody who is not signed in', () => {
  it('[N-26] is sent at once and gets its number', async () => {
    const told = await send();
    expect(told).toMatchObject({ number: 1, contactMasked: '+7•••01', refusedCode: null });
    const [row] = await atBackend();
    expect(row).toMatchObject({ number: 1, contact: '+7•••01', text: 'Цена на табло другая' });
    expect(row?.workstationName).not.toBeNull();
  });

  it('[N-26] waits without the link, over a restart, and is told once in its order', async () => {
    await desk.bench.cut();
    expect(await send({ text: 'первое' })).toMatchObject({ number: null });
    desk.network.backend.clock.pass(60_000);
    await send({ text: 'второе' });
    await desk.bench.restart();
    expect((await here()).map(({ number }) => number)).toEqual([null, null]);
    expect(await atBackend()).toEqual([]);
    const writtenAtMs = (await here()).map((row) => row.writtenAtMs);
    desk.network.backend.clock.pass(60_000);
    await desk.bench.mend();
    await desk.bench.syncOk();
    expect((await here()).map(({ number }) => number)).toEqual([2, 1]);
    const rows = await atBackend();
    expect(rows.map(({ text }) => text)).toEqual(['второе', 'первое']);
    expect(rows.map((row) => row.writtenAtMs)).toEqual(writtenAtMs);
    expect(rows[0]?.toldAtMs).toBeGreaterThan(rows[0]?.writtenAtMs ?? Infinity);
  });

  it('[N-26] is one, though its answer was lost and it was asked for twice', async () => {
    const first = writing();
    desk.bench.line.routes.set('feedback.send', 'deaf');
    expect((await desk.bench.ok('feedback:send', first)).number).toBeNull();
    expect(await atBackend()).toHaveLength(1);
    desk.bench.line.routes.clear();
    expect((await desk.bench.ok('feedback:send', first)).number).toBe(1);
    expect(await here()).toHaveLength(1);
    expect(await atBackend()).toHaveLength(1);
  });

  it('[N-26] is refused without a contact and without a text, and nothing waits', async () => {
    await desk.bench.cut();
    const codes = [writing({ contact: '' }), writing({ text: ' ' }), writing({ contact: 'я' })].map(
      async (input) => (await desk.bench.refused('feedback:send', input)).code,
    );
    expect(await Promise.all(codes)).toEqual([
      'CONTACT_REQUIRED',
      'MESSAGE_EMPTY',
      'FIELD_INVALID',
    ]);
    expect(await here()).toEqual([]);
  });

  it('[N-26] passes the robot check of its programme by itself', async () => {
    const put = { commandId: uuid(), profile: sixthProgramme, active: true, revision: null };
    const { url, administrator } = desk.network;
    await call(url, 'programme.put', put, { session: administrator });
    const { programmeId } = sixthProgramme;
    expect((await send({ programmeId })).number).toBe(1);
  });

  it('what was told stands here no more; what a backend does not know yet waits for it', async () => {
    await desk.bench.cut();
    await send({ text: 'тайное слово' });
    const kept = () =>
      JSON.stringify(desk.bench.engine.core.journal.db.prepare('SELECT * FROM feedback').all());
    expect(kept()).toContain('тайное слово');
    desk.bench.line.routes.set('feedback.send', 'busy');
    await desk.bench.mend();
    expect((await here())[0]?.number).toBeNull();
    desk.bench.line.routes.clear();
    await desk.bench.syncOk();
    expect((await here())[0]?.number).toBe(1);
    expect(kept()).not.toContain('тайное слово');
    expect(kept()).not.toContain('9160000001');
    desk.network.backend.clock.pass(31 * 24 * 3_600_000);
    expect(await here()).toEqual([]);
  });

  it('a desk that cannot send takes no more than it has room for', async () => {
    await desk.bench.cut();
    for (let number = 0; number < 100; number += 1) await send();
    const full = await desk.bench.refused('feedback:send', writing());
    expect(full).toMatchObject({ code: 'FEEDBACK_QUEUE_FULL', params: { count: 100 } });
  });

  it('with a character that no database keeps is not written down to be refused for ever', async () => {
    await desk.bench.cut();
    const refused = await desk.bench.refused('feedback:send', writing({ text: 'а\u0000б' }));
    expect(refused.code).toBe('FIELD_INVALID');
    expect(await here()).toEqual([]);
  });
});
