import { createHash, verify, type Hash } from 'node:crypto';
import { createReadStream, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalText } from '#domain/journal/chain.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import { CACHE_SCHEMA } from '#protocol/cache-schema.ts';
import type { SnapshotOffer } from '#protocol/feed.ts';
import type { Core } from '../core.ts';
import { allRecords } from '../cache/registers.ts';

const FILE = 'cache-snapshot.part';
/** How often one round asks whether the snapshot is made; each answer takes its time. */
const ASKS = 60;
/** The window hears of the download that often. */
const TOLD_EVERY_BYTES = 1024 * 1024;

/**
 * Brings the registers as one ready file where the backend has one, checks it and swaps it in
 * whole; the feed goes on from its cursor (architecture §8). `none`: the feed has to bring them.
 * A download that was cut goes on at its byte, after a restart too.
 */
export async function bringSnapshot(
  core: Core,
  epoch: string,
): Promise<Result<'swapped' | 'none'>> {
  if (core.link.download === null) return ok('none');
  const offer = await offered(core, epoch);
  if (!offer.ok) return offer;
  if (offer.value === null) return ok('none');
  const brought = await download(core, offer.value);
  core.noteArriving(null);
  core.events.syncMoved();
  if (!brought.ok) return brought.code === 'NOT_FOUND' ? ok('none') : brought;
  return swapIn(core, offer.value);
}

async function offered(core: Core, epoch: string): Promise<Result<SnapshotOffer | null>> {
  for (let asked = 0; asked < ASKS; asked += 1) {
    const answer = await core.link.call('snapshot.offer', { cacheSchema: CACHE_SCHEMA });
    if (!answer.ok) return answer.code === 'ROUTE_NOT_FOUND' ? ok(null) : answer;
    const { state, offer } = answer.value;
    if (state === 'unneeded') return ok(null);
    if (offer === null) continue;
    if (!authentic(core, offer) || offer.epoch !== epoch) return ok(null);
    return keepOffer(core, offer);
  }
  return ok(null);
}

/** Durable before the first byte: what lies on the disk belongs to this offer and no other. */
function keepOffer(core: Core, offer: SnapshotOffer): Result<SnapshotOffer> {
  const { journal } = core;
  if (journal.facts.get('snapshot')?.snapshotId === offer.snapshotId) return ok(offer);
  rmSync(partFile(core), { force: true });
  return journal.write({ atMs: core.clock.nowMs() }, ({ facts }) => {
    facts.set('snapshot', offer);
    return offer;
  });
}

function authentic({ backendKeys }: Core, { signature, ...signed }: SnapshotOffer): boolean {
  const pinned = backendKeys.find(({ keyId }) => keyId === signed.keyId);
  if (pinned === undefined) return false;
  const text = Buffer.from(canonicalText(signed), 'utf8');
  return verify(null, text, pinned.key, Buffer.from(signature, 'base64'));
}

async function download(core: Core, offer: SnapshotOffer): Promise<Result<null>> {
  const file = partFile(core);
  const hash = createHash('sha256');
  let done = await hashWhatIsThere(file, hash);
  if (done > offer.bytes) {
    rmSync(file, { force: true });
    return refuse('LINK_DOWN', { reason: 'SNAPSHOT' });
  }
  const bytes = done < offer.bytes ? await core.link.download?.(offer.snapshotId, done) : ok([]);
  if (bytes === undefined || !bytes.ok) return bytes ?? refuse('NOT_FOUND');
  const handle = await open(file, 'a', 0o600);
  try {
    let told = 0;
    for await (const chunk of bytes.value) {
      await handle.write(chunk);
      hash.update(chunk);
      done += chunk.length;
      if (done - told < TOLD_EVERY_BYTES) continue;
      told = done;
      core.noteArriving({ doneBytes: done, totalBytes: offer.bytes });
      core.events.syncMoved();
    }
  } catch (error) {
    core.log.info({ error: String(error) }, 'a snapshot was cut on its way');
  } finally {
    await handle.close();
  }
  // What is here stays; the next round goes on behind it.
  if (done < offer.bytes) return refuse('LINK_DOWN', { reason: 'SNAPSHOT' });
  if (hash.digest('hex') === offer.sha256) return ok(null);
  core.log.error({}, 'a snapshot is not what the backend has signed');
  rmSync(file, { force: true });
  return refuse('NOT_FOUND');
}

async function hashWhatIsThere(file: string, hash: Hash): Promise<number> {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return 0;
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return size;
}

function swapIn(core: Core, offer: SnapshotOffer): Result<'swapped' | 'none'> {
  const { cache, journal, clock } = core;
  const opened = cache.adopt(partFile(core), offer.keyHex);
  if (!opened.ok) {
    core.log.warn({ code: opened.code }, 'a snapshot cannot be used');
    return ok('none');
  }
  // First the key, then the file that needs it: whichever of them a crash leaves, one opens.
  const kept = journal.write({ atMs: clock.nowMs() }, ({ facts }) => {
    const before = facts.get('cacheKeys') ?? [];
    facts.set('cacheKeys', [offer.keyHex, ...before].slice(0, 2));
    facts.set('snapshot', null);
    return null;
  });
  if (!kept.ok) {
    cache.cancelRebuild();
    return kept;
  }
  cache.swap();
  core.events.emit('station:changed', {});
  return ok('swapped');
}

/** Cards that are stopped here, and of which the backend has told with everything else. */
export function toldGuardedCards({ journal, cache }: Core): readonly string[] {
  const guarded = journal.db
    .prepare<[], { cardId: string }>('SELECT card_id AS cardId FROM card_guard')
    .all();
  if (guarded.length === 0) return [];
  const known = new Set(allRecords(cache.db, 'card').map(({ cardId }) => cardId));
  return guarded.map(({ cardId }) => cardId).filter((cardId) => known.has(cardId));
}

function partFile({ dataDir }: Core): string {
  return join(dataDir, FILE);
}
