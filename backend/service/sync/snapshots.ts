import { canonicalText } from '#domain/journal/chain.ts';
import { ok } from '#domain/result.ts';
import { CACHE_SCHEMA } from '#protocol/cache-schema.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { workstationOf } from '../access/need.ts';
import type { Caller } from '../caller.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { Made } from './made-snapshots.ts';
import type { SnapshotFile, SnapshotShelf } from './snapshot-ports.ts';

/** Below it the feed brings a station as fast, and nothing has to be kept for it. */
const WORTH_ROWS = 5_000;
const PAGE_ROWS = 2_000;
/** A station that asked is answered within this, with what there is. */
const PATIENCE_MS = 5_000;

/** Offers a ready cache file in the scope of the workstation's station (architecture §8). */
export async function offerSnapshot(
  service: Service,
  { cacheSchema }: RouteInput<'snapshot.offer'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'snapshot.offer'>>> {
  const { snapshotShelf: shelf, snapshots, stores, clock } = service;
  const unneeded = ok({ state: 'unneeded' as const, offer: null });
  if (shelf === undefined || cacheSchema < CACHE_SCHEMA) return unneeded;
  const { stationId } = workstationOf(caller);
  const { epoch } = await networkOf(service);
  const found = snapshots.ready(stationId, epoch, clock.nowMs());
  if (found !== null) return ok({ state: 'ready', offer: found.offer });
  if ((await stores.feed.feedCount()) < WORTH_ROWS) return unneeded;
  const made = snapshots.making(stationId, () => make(service, shelf, stationId));
  const pause = service.pauses.after(PATIENCE_MS);
  await Promise.race([made, pause.over]);
  pause.end();
  const now = snapshots.ready(stationId, epoch, clock.nowMs());
  return ok(now === null ? { state: 'making', offer: null } : { state: 'ready', offer: now.offer });
}

/** What a workstation of the station would have after pulling the feed from its beginning. */
async function make(service: Service, shelf: SnapshotShelf, stationId: string): Promise<Made> {
  const { digests, ids } = service;
  const keyHex = digests.sha256(ids.token());
  const file = shelf.begin(keyHex);
  try {
    const madeAtMs = service.clock.nowMs();
    const { epoch, keys } = await networkOf(service);
    const cursor = await fill(service, file, stationId);
    const finished = await file.finish({ epoch, cursor, asOfMs: madeAtMs });
    const { bytes, sha256 } = finished;
    const signed = {
      snapshotId: ids.uuid(),
      epoch,
      cursor,
      bytes,
      sha256,
      keyHex,
      madeAtMs,
      keyId: keys.keyId,
    };
    const signature = digests.sign(keys.signingPrivateKey, canonicalText(signed));
    return { offer: { ...signed, signature }, file: finished, drop: () => file.drop() };
  } catch (error) {
    file.drop();
    throw error;
  }
}

async function fill(
  { stores, turns }: Service,
  file: SnapshotFile,
  stationId: string,
): Promise<string> {
  let cursor = '';
  for (;;) {
    const page = await stores.feed.feed({ stationId, cursor, limit: PAGE_ROWS });
    if (page === null) throw new Error('the feed went back while it was read');
    file.put(page.rows);
    cursor = page.cursor;
    if (page.complete) return cursor;
    await turns.next();
  }
}
