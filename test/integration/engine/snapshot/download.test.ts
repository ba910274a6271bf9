import { existsSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import type { BackendClient } from '#engine/ports.ts';
import { feedState } from '#engine/cache/feed-apply.ts';
import { record } from '#engine/cache/registers.ts';
import { PAUSE_MAX_MS } from '#engine/sync/arrival.ts';
import { makeAxios, makeHttpClient } from '#engine/sync/http-client.ts';
import type { Result } from '#domain/result.ts';
import { CACHE_SCHEMA } from '#protocol/cache-schema.ts';
import type { RouteId } from '#protocol/routes.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { addManyCards, MANY_CARDS } from '#test/support/backend/many-cards.ts';
import {
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { TestWorkstation } from '#test/support/backend/test-workstation.ts';
import { EngineBench, silentLog } from '#test/support/engine/engine-bench.ts';

let network: SmallNetwork;
const benches: EngineBench[] = [];

beforeAll(async () => {
  network = await startSmallNetwork();
  await addManyCards(network);
});
afterEach(() => {
  for (const bench of benches.splice(0)) bench.dispose();
});
afterAll(() => network.backend.stop());

/** A client of the backend whose downloads go through a test's hands. */
class Downloads {
  readonly asked: RouteId[] = [];
  readonly ranges: number[] = [];
  /** Bytes after which a download is cut; null for never. */
  cutAfter: number | null = null;
  spoil = false;
  readonly client: BackendClient;

  constructor(url: string) {
    const options = { baseUrl: url, proxyUrl: null, caPem: null, appVersion: '0.1.0' };
    const inner = makeHttpClient(makeAxios(options), silentLog);
    this.client = {
      call: (routeId, input, auth) => {
        this.asked.push(routeId);
        return inner.call(routeId, input, auth);
      },
      download: async (snapshotId, fromByte, options) => {
        this.ranges.push(fromByte);
        const got = await inner.download?.(snapshotId, fromByte, options);
        if (got === undefined || !got.ok) return got as Result<never>;
        return { ok: true, value: this.#through(got.value) };
      },
    };
  }

  async *#through(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    let left = this.cutAfter ?? Number.POSITIVE_INFINITY;
    for await (const chunk of bytes) {
      const part = Buffer.from(chunk.subarray(0, Math.min(chunk.length, left)));
      if (this.spoil) part[0] = (part[0] ?? 0) ^ 1;
      left -= part.length;
      yield part;
      if (left <= 0) return;
    }
  }
}

async function start(downloads: Downloads | null): Promise<EngineBench> {
  const patch = downloads === null ? {} : { backend: downloads.client };
  const bench = await EngineBench.start(network, patch);
  benches.push(bench);
  return bench;
}

function rowsOf(bench: EngineBench): unknown[] {
  return bench.engine.core.cache.db
    .prepare(
      `SELECT entity, row_id, hex(pan) AS pan, hex(pan_rest) AS rest, body FROM record
      WHERE entity <> 'workstation' ORDER BY entity, row_id`,
    )
    .all();
}

describe('a snapshot', () => {
  it('brings what the feed would have brought, row by row, and the feed goes on behind it', async () => {
    const downloads = new Downloads(network.url);
    const quick = await start(downloads);
    const slow = await start(null);
    const rows = rowsOf(quick);
    expect(rows.length).toBeGreaterThan((MANY_CARDS * 6) / 7 - 1);
    expect(rows).toEqual(rowsOf(slow));
    expect(downloads.ranges).toEqual([0]);
    expect(downloads.asked.filter((routeId) => routeId === 'feed.pull').length).toBeLessThan(3);
    expect(JSON.stringify(rows)).not.toContain('elsewhere');
    await quick.syncOk();
    expect(feedState(quick.engine.core.cache.db)?.cursor).toBe(
      await network.backend.service.stores.feed.feedHead(),
    );
    // Its file has a key of its own, and opens again.
    await quick.restart({ backend: downloads.client });
    expect(rowsOf(quick)).toEqual(rows);
    const session = await signIn(network.url, 'curator');
    const blocked = { commandId: uuid(), cardId: 'bulk-00001', reason: 'theft' } as const;
    await call(network.url, 'card.block', blocked, { session });
    await quick.syncOk();
    const stopped = record(quick.engine.core.cache.db, 'card', 'bulk-00001');
    expect(stopped).toMatchObject({ state: 'blocked', blockReason: 'theft' });
    expect(downloads.ranges).toEqual([0]);
  });

  it('goes on at its byte wherever it was cut, after a restart too, and is swapped in once', async () => {
    const downloads = new Downloads(network.url);
    const bench = await beginningAgain(downloads);
    const part = bench.engine.core.cache.nextFile;
    for (let tries = 0; existsSync(part) && tries < 100; tries += 1) {
      await bench.restart({ backend: downloads.client });
      await bench.engine.syncOnce();
    }
    const { ranges } = downloads;
    expect(ranges.length).toBeGreaterThan(3);
    expect(ranges).toEqual(ranges.map((_, index) => index * 300_000));
    await bench.syncOk();
    expect(rowsOf(bench)).toEqual(rowsOf(await start(null)));
  });

  it('waits when a person stops it, and goes on at its byte when he lets it', async () => {
    const downloads = new Downloads(network.url);
    const bench = await beginningAgain(downloads);
    const { arrival, cache } = bench.engine.core;
    downloads.cutAfter = null;
    const stop = bench.engine.core.events.onSyncMoved(() => arrival.pause());
    await bench.syncOk();
    stop();
    const { arriving } = bench.engine.syncState();
    expect(arriving).toMatchObject({ paused: true });
    const here = statSync(cache.nextFile).size;
    expect(here).toBeLessThan(arriving?.totalBytes ?? 0);
    // Everything else goes on meanwhile.
    const asked = downloads.ranges.length;
    await bench.syncOk();
    expect(downloads.ranges).toHaveLength(asked);
    await bench.ok('session:signOut', {});
    const nobody = await bench.refused('sync:arrival', { paused: true });
    expect(nobody.code).toBe('UNAUTHORIZED');
    await bench.signIn();
    await bench.ok('sync:arrival', { paused: false });
    await bench.syncOk();
    await bench.syncOk();
    expect(downloads.ranges.at(-1)).toBe(here);
    expect(bench.engine.syncState().arriving).toBeNull();
    expect(rowsOf(bench)).toEqual(rowsOf(await start(null)));
  });

  it('that cannot be made ready leaves the desk its cards, and comes anew in the next round', async () => {
    const bench = await start(new Downloads(network.url));
    const rows = rowsOf(bench);
    const { cache } = bench.engine.core;
    // Something of the old cache finds no place in the new one, as on a disk that is full.
    await bench.find();
    cache.db.exec(`ALTER TABLE card_seen ADD COLUMN heavy TEXT; UPDATE feed_state SET epoch = 'x'`);
    await expect(bench.engine.syncOnce()).rejects.toThrow('heavy');
    expect(existsSync(cache.nextFile)).toBe(false);
    expect(rowsOf(bench)).toEqual(rows);
    cache.db.exec('ALTER TABLE card_seen DROP COLUMN heavy');
    await bench.syncOk();
    expect(rowsOf(bench)).toEqual(rows);
    expect(feedState(cache.db)?.epoch).not.toBe('x');
  });

  it('is not taken where its file is gone or empty: no cache is made in its place', async () => {
    const bench = await start(new Downloads(network.url));
    const { cache } = bench.engine.core;
    expect(cache.adopt('a7'.repeat(32))).toMatchObject({ ok: false, code: 'DATABASE_DAMAGED' });
    writeFileSync(cache.nextFile, '');
    expect(cache.adopt('a7'.repeat(32))).toMatchObject({ ok: false, code: 'DATABASE_DAMAGED' });
    expect(existsSync(cache.nextFile)).toBe(false);
    expect((await bench.find()).card.cardId).toBe('card-1');
  });

  it('that is not what was signed is thrown away, and the feed brings the rows', async () => {
    const downloads = new Downloads(network.url);
    downloads.spoil = true;
    const bench = await start(downloads);
    expect(downloads.ranges).toEqual([0]);
    expect(existsSync(bench.engine.core.cache.nextFile)).toBe(false);
    expect(rowsOf(bench)).toEqual(rowsOf(await start(null)));
  });

  it('is given to workstations of its own station, and to a schema that knows it', async () => {
    const { url, administrator: session, stationId, backend, workstation } = network;
    const own = { bearer: workstation.bearer };
    const asked = { cacheSchema: CACHE_SCHEMA };
    const { offer } = await call(url, 'snapshot.offer', asked, own);
    const snapshotId = offer?.snapshotId ?? '';
    expect(outcomeOf(await callRaw(url, 'snapshot.get', { snapshotId }, own))).toBe('200');
    const older = { cacheSchema: CACHE_SCHEMA - 1 };
    expect((await call(url, 'snapshot.offer', older, own)).state).toBe('unneeded');
    const elsewhere = 'station-elsewhere';
    const station = { name: 'B', zone: 'Asia/Almaty', country: 'KZ', owner: 'own' } as const;
    await backend.service.stores.bulk.loadNetwork({
      stations: [{ stationId: elsewhere, ...station, pumpCount: 1, address: null }],
      groups: [],
      products: [],
      prices: [],
      clients: [],
      contracts: [],
      cards: [],
      limits: [],
    });
    expect(stationId).not.toBe(elsewhere);
    const code = { commandId: uuid(), stationId: elsewhere };
    const { code: text } = await call(url, 'workstation.code', code, { session });
    const intruder = await TestWorkstation.join(url, text, backend.clock.nowMs());
    const stolen = await callRaw(url, 'snapshot.get', { snapshotId }, { bearer: intruder.bearer });
    expect(outcomeOf(stolen)).toBe('404 NOT_FOUND');
  });

  it('that a person stopped goes on by itself when its time is over: stops come with it', async () => {
    const downloads = new Downloads(network.url);
    const bench = await beginningAgain(downloads);
    downloads.cutAfter = null;
    const { arrival, events } = bench.engine.core;
    const stop = events.onSyncMoved(() => arrival.pause());
    await bench.syncOk();
    stop();
    expect(bench.engine.syncState().arriving).toMatchObject({ paused: true });
    network.backend.clock.pass(PAUSE_MAX_MS);
    expect(bench.engine.syncState().arriving).toMatchObject({ paused: false });
    await bench.syncOk();
    expect(bench.engine.syncState().arriving).toBeNull();
    expect(rowsOf(bench).length).toBeGreaterThan((MANY_CARDS * 6) / 7 - 1);
  });
});

/** A workstation that has no registers, and a line that carries 300,000 bytes at a time. */
async function beginningAgain(downloads: Downloads): Promise<EngineBench> {
  const bench = await start(downloads);
  const { core } = bench.engine;
  core.cache.db.exec('DELETE FROM record; DELETE FROM feed_state;');
  downloads.ranges.length = 0;
  downloads.cutAfter = 300_000;
  await bench.engine.syncOnce();
  return bench;
}
