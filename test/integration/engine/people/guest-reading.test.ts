import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { call } from '#test/support/backend/http-client.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';

const desk = deskAndNetworkPerTest();

const announce = async (untilMs: number | null) => {
  const said = { audience: 'everybody', programmeId: null, fromMs: null, untilMs } as const;
  const texts = { ru: { title: 'Мойка закрыта', text: 'До пятницы.' } };
  const put = { commandId: uuid(), newsId: uuid(), ...said, texts, revision: null };
  await call(desk.network.url, 'news.put', put, { session: desk.network.manager });
};

/** Public questions whose answers this workstation has by now. */
const kept = (): readonly string[] =>
  desk.bench.engine.core.cache.db
    .prepare<[], { question: string }>('SELECT question FROM open_answer')
    .all()
    .map(({ question }) => question.trim());

beforeEach(async () => {
  await desk.bench.ok('session:signOut', {});
});

describe('a guest at a workstation', () => {
  it('[O-23] reads news and stations without the link, though nobody has opened them before', async () => {
    await announce(null);
    await desk.bench.ok('programme:public', {});
    await expect.poll(kept).toEqual(expect.arrayContaining(['news.public', 'station.public']));
    await desk.bench.cut();
    const { rows } = await desk.bench.ok('news:public', {});
    expect(rows.map(({ texts }) => texts.ru?.title)).toEqual(['Мойка закрыта']);
    const stations = await desk.bench.ok('station:public', {});
    expect(stations.rows.map(({ stationId }) => stationId)).toContain(desk.network.stationId);
    await desk.bench.restart();
    expect(await desk.bench.ok('station:public', {})).toEqual(stations);
  });

  it('[O-23] is not told without the link what is over by now', async () => {
    await announce(desk.network.backend.clock.nowMs() + 60_000);
    expect((await desk.bench.ok('news:public', {})).rows).toHaveLength(1);
    await desk.bench.cut();
    expect((await desk.bench.ok('news:public', {})).rows).toHaveLength(1);
    desk.network.backend.clock.pass(60_000);
    expect((await desk.bench.ok('news:public', {})).rows).toEqual([]);
  });

  it('[O-23] is told that there is no link where nothing was told before', async () => {
    await desk.bench.cut();
    expect((await desk.bench.refused('news:public', {})).code).toBe('LINK_DOWN');
    expect((await desk.bench.refused('station:public', {})).code).toBe('LINK_DOWN');
  });

  it('[O-23] reads no client’s data: news for clients come after signing in alone', async () => {
    await announce(null);
    const { rows } = await desk.bench.ok('news:public', {});
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(
      ['audience', 'fromMs', 'newsId', 'programmeId', 'texts', 'untilMs'].toSorted(),
    );
    expect((await desk.bench.refused('news:mine', {})).code).toBe('UNAUTHORIZED');
  });
});
