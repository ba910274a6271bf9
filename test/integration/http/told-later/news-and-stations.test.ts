import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteInput } from '#protocol/routes.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { personas, signInAll } from '#test/support/backend/personas.ts';
import { sixthProgramme } from '#test/support/backend/sixth-programme.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
});
afterEach(() => network.backend.stop());

type Writing = RouteInput<'news.put'>;

const texts = {
  ru: { title: 'Мойка закрыта', text: 'До пятницы, на трассе М-5.' },
  kk: { title: 'Жуу жабық', text: 'Жұмаға дейін.' },
};
const writing = (patch: Partial<Writing> = {}): Writing => ({
  commandId: uuid(),
  newsId: uuid(),
  texts,
  audience: 'everybody',
  programmeId: null,
  fromMs: null,
  untilMs: null,
  revision: null,
  ...patch,
});
const office = () => ({ session: network.manager });
const put = (patch: Partial<Writing> = {}) =>
  callRaw(network.url, 'news.put', writing(patch), office());
const shown = async () => (await call(network.url, 'news.public', {})).rows;
const kept = async () => (await call(network.url, 'news.list', {}, office())).rows;
const trail = (like: string) =>
  network.backend.rows<{ event: string; before: string | null; after: string }>(
    `SELECT event, before, after FROM audit_entry
     WHERE event LIKE '${like}' AND subject_id IS NOT NULL AND after IS NOT NULL ORDER BY seq`,
  );

describe('news', () => {
  it('[O-23] are read without any token, in every language that they are written in', async () => {
    expect(await shown()).toEqual([]);
    const fromMs = network.backend.clock.nowMs();
    const first = writing();
    for (const _again of [1, 2]) await call(network.url, 'news.put', first, office());
    const { newsId } = first;
    const told = { newsId, texts, audience: 'everybody', programmeId: null, untilMs: null };
    expect(await shown()).toEqual([{ ...told, fromMs }]);
  });

  it('[O-23] are shown from their beginning until their end, and no longer', async () => {
    const nowMs = network.backend.clock.nowMs();
    expect(outcomeOf(await put({ fromMs: nowMs + 1_000, untilMs: nowMs + 3_000 }))).toBe('200');
    expect(await shown()).toEqual([]);
    expect((await kept())[0]?.state).toBe('planned');
    network.backend.clock.pass(1_000);
    expect(await shown()).toHaveLength(1);
    network.backend.clock.pass(2_000);
    expect(await shown()).toEqual([]);
    expect((await kept())[0]?.state).toBe('over');
  });

  it('[O-23] are read by whom they are for, and by nobody else', async () => {
    const { programmeId } = sixthProgramme;
    const profile = { profile: sixthProgramme, active: true, revision: null };
    const auth = { session: network.administrator };
    await call(network.url, 'programme.put', { commandId: uuid(), ...profile }, auth);
    await put({ texts: { en: { title: 'everybody', text: 'x' } } });
    await put({ texts: { en: { title: 'clients', text: 'x' } }, audience: 'clients' });
    await put({ texts: { en: { title: 'other', text: 'x' } }, audience: 'clients', programmeId });
    await put({ texts: { en: { title: 'staff', text: 'x' } }, audience: 'staff' });
    const titles = (rows: Awaited<ReturnType<typeof shown>>) =>
      rows.map((row) => row.texts.en?.title).toSorted();
    expect(titles(await shown())).toEqual(['everybody']);
    const sessions = await signInAll(network, personas, 'client-1');
    const readBy = async (name: string) => {
      const session = sessions.get(name) ?? '';
      return titles((await call(network.url, 'news.mine', {}, { session })).rows);
    };
    expect(await readBy('representative-papers')).toEqual(['clients', 'everybody']);
    expect(await readBy('operator')).toEqual(['clients', 'everybody', 'other', 'staff']);
    expect(outcomeOf(await put({ programmeId: 'nobody' }))).toBe('404 PROGRAMME_NOT_FOUND');
  });

  it('[O-23] are refused without any text, and with an end before the beginning', async () => {
    expect(outcomeOf(await put({ texts: {} }))).toBe('400 FIELD_INVALID');
    const nowMs = network.backend.clock.nowMs();
    const refused = await put({ fromMs: nowMs, untilMs: nowMs });
    expect(refused.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'untilMs' } });
    expect(await kept()).toEqual([]);
  });

  it('[O-23] each change and each withdrawal stands in the trail, with what was there before', async () => {
    const { newsId } = writing();
    await put({ newsId });
    const changed = { newsId, audience: 'staff', fromMs: 1 } as const;
    expect(outcomeOf(await put({ ...changed, revision: 7 }))).toBe('409 CHANGED_MEANWHILE');
    expect(outcomeOf(await put({ ...changed, revision: 0 }))).toBe('200');
    expect(await shown()).toEqual([]);
    const withdrawal = { commandId: uuid(), newsId };
    await call(network.url, 'news.withdraw', withdrawal, office());
    expect((await kept())[0]).toMatchObject({ state: 'withdrawn', writtenByName: 'curator' });
    const entries = await trail('news.%');
    expect(entries.map(({ event }) => event)).toEqual(['news.put', 'news.put', 'news.withdraw']);
    expect(entries[0]?.before).toBeNull();
    expect(JSON.parse(entries[1]?.before ?? '')).toMatchObject({ audience: 'everybody', texts });
    const nobodys = { commandId: uuid(), newsId: uuid() };
    const missing = await callRaw(network.url, 'news.withdraw', nobodys, office());
    expect(outcomeOf(missing)).toBe('404 NOT_FOUND');
  });
});

describe('stations', () => {
  const hours = [{ weekdays: [0, 1, 2, 3, 4], fromMinute: 360, toMinute: 1_320 }];
  const first = async () => {
    const { rows } = await call(network.url, 'station.public', {});
    return rows[0] ?? expect.fail('the network has a station');
  };
  const describing = (patch: Partial<RouteInput<'station.describe'>> = {}) => ({
    commandId: uuid(),
    stationId: network.stationId,
    address: 'М-5, км 120',
    revision: 0,
    phone: '8 916 000-00-01',
    hours,
    ...patch,
  });
  const said = (patch: Partial<RouteInput<'station.describe'>> = {}) =>
    callRaw(network.url, 'station.describe', describing(patch), office());

  it('[O-23] are read without any token: where they are, when they serve, what is sold', async () => {
    const before = await first();
    expect(before).toMatchObject({ address: null, phone: null, hours: null, revision: 0 });
    expect(before.products.length).toBeGreaterThan(0);
    expect(outcomeOf(await said())).toBe('200');
    const told = { address: 'М-5, км 120', phone: '+79160000001', hours, revision: 1 };
    expect(await first()).toEqual({ ...before, ...told });
    const [entry] = await trail('station.describe');
    expect(JSON.parse(entry?.after ?? '')).toMatchObject({ address: 'М-5, км 120', hours });
    expect(outcomeOf(await said({ phone: null }))).toBe('409 CHANGED_MEANWHILE');
    expect(outcomeOf(await said({ phone: null, address: '', hours: null, revision: 1 }))).toBe(
      '200',
    );
    expect(await first()).toEqual({ ...before, revision: 2 });
  });

  it('[O-23] are not described with a number that is none, nor with hours that end too early', async () => {
    const phone = await said({ phone: 'позвоните' });
    expect(phone.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'phone' } });
    const early = [{ weekdays: [0], fromMinute: 600, toMinute: 600 }];
    const wrong = await said({ hours: early });
    expect(wrong.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'hours' } });
    expect(outcomeOf(await said({ stationId: 'nobody' }))).toBe('404 STATION_NOT_FOUND');
    expect((await first()).revision).toBe(0);
  });
});
