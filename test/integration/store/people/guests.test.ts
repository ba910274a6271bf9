import { expect, it } from 'vitest';
import type { News } from '#service/guests/guest-rows.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { nextId } from '#test/support/network-store.ts';
import { storePerTest } from '#test/support/store-per-test.ts';

const store = storePerTest();
const { commit } = store;

const newsOf = (patch: Partial<News> = {}): News => ({
  newsId: nextId(),
  texts: { ru: { title: 'Мойка закрыта', text: 'До пятницы.' } },
  audience: 'everybody',
  programmeId: null,
  fromMs: NOON_MS - 1_000,
  untilMs: NOON_MS + 1_000,
  withdrawnAtMs: null,
  writtenBy: 'user-1',
  writtenAtMs: NOON_MS,
  revision: 0,
  ...patch,
});

it('[O-23] news are in force from their beginning until their end, to the millisecond', async () => {
  const news = newsOf();
  const open = newsOf({ untilMs: null });
  expect(await commit({ kind: 'news.add', news }, { kind: 'news.add', news: open })).toBe('done');
  const at = async (atMs: number) =>
    (await store.stores.guests.currentNews(atMs, 10)).map(({ newsId }) => newsId).toSorted();
  expect(await at(news.fromMs - 1)).toEqual([]);
  expect(await at(news.fromMs)).toEqual([news.newsId, open.newsId].toSorted());
  expect(await at(NOON_MS + 999)).toEqual([news.newsId, open.newsId].toSorted());
  expect(await at(NOON_MS + 1_000)).toEqual([open.newsId]);
});

it('[O-23] the list of news has each state, the newest first, page by page', async () => {
  const states = {
    current: newsOf(),
    planned: newsOf({ fromMs: NOON_MS + 1 }),
    over: newsOf({ untilMs: NOON_MS }),
    withdrawn: newsOf({ withdrawnAtMs: NOON_MS }),
  };
  for (const news of Object.values(states)) await commit({ kind: 'news.add', news });
  for (const [state, { newsId }] of Object.entries(states)) {
    const asked = { cursor: null, limit: 9, state: state as keyof typeof states, atMs: NOON_MS };
    const { rows } = await store.stores.guests.newsPage(asked);
    expect(rows.map((row) => row.newsId)).toEqual([newsId]);
  }
  const all = { cursor: null, limit: 3, state: null, atMs: NOON_MS };
  const first = await store.stores.guests.newsPage(all);
  const rest = await store.stores.guests.newsPage({ ...all, cursor: first.nextCursor });
  const ids = [...first.rows, ...rest.rows].map(({ newsId }) => newsId);
  const written = Object.values(states).map(({ newsId }) => newsId);
  expect(ids).toEqual(written.toSorted().toReversed());
  expect(first.rows[0]?.writtenByName).not.toBe('');
  expect(rest.nextCursor).toBeNull();
});

it('[O-23] of two who change one announcement at once one does; one id is written once', async () => {
  const news = newsOf();
  await commit({ kind: 'news.add', news });
  expect(await commit({ kind: 'news.add', news })).toBe('stale');
  const changed = { ...news, audience: 'staff' } as const;
  expect(await commit({ kind: 'news.put', news: changed })).toBe('done');
  expect(await commit({ kind: 'news.put', news: changed })).toBe('stale');
  expect(await store.stores.guests.news(news.newsId)).toEqual({ ...changed, revision: 1 });
});

it('[O-23] stations are told with their address, telephone, hours and what has a price', async () => {
  const all = await store.stores.guests.publicStations(NOON_MS);
  const [before] = all;
  if (before === undefined) return expect.fail('the network has a station');
  expect(before).toMatchObject({ phone: null, hours: null, revision: 0 });
  const { stationId } = before;
  const hours = [{ weekdays: [0, 6], fromMinute: 360, toMinute: 1_440 }];
  const said = { stationId, address: 'М-5, км 120', phone: '+79160000001', hours };
  expect(await commit({ kind: 'station.describe', said: { ...said, revision: 0 } })).toBe('done');
  expect(await commit({ kind: 'station.describe', said: { ...said, revision: 0 } })).toBe('stale');
  expect(await store.stores.guests.stationSaid(stationId)).toEqual({ ...said, revision: 1 });
  expect((await store.stores.registers.station(stationId))?.address).toBe(said.address);
  const question = { cursor: null, limit: 9, search: 'км 120' };
  expect((await store.stores.registers.stations(question)).rows).toHaveLength(1);
  const told = async (atMs: number) =>
    (await store.stores.guests.publicStations(atMs)).find((one) => one.stationId === stationId);
  expect(await told(NOON_MS)).toMatchObject({ ...said, products: before.products, revision: 1 });
  expect(before.products).toContain('ДТ');
  // Before its first price nothing is sold.
  expect((await told(-1))?.products).toEqual([]);
});
