import { canonicalText } from '#domain/journal/chain.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import { CACHE_SCHEMA } from '#protocol/cache-schema.ts';
import type { SnapshotOffer } from '#protocol/feed.ts';
import type { Core } from '../core.ts';
import { isSignedBy } from '../pinned-keys.ts';
import { dropPart, PartFile } from './part-file.ts';
import { swapCache } from './swap-cache.ts';

/** How often one round asks whether the snapshot is made; each answer takes its time. */
const ASKS = 60;
/** A person sees no finer steps. */
const STEPS_TOLD = 200;
const TOLD_EVERY_BYTES_MIN = 1024 * 1024;

/** `none`: the feed has to bring the registers. `paused`: a person stopped it. */
type Brought = 'swapped' | 'none' | 'paused';

/**
 * Brings the registers as one ready file where the backend has one, checks it and swaps it in
 * whole; the feed goes on from its cursor (architecture §8). A download that was cut goes on at its
 * byte, after a restart too.
 */
export async function bringSnapshot(core: Core, epoch: string): Promise<Result<Brought>> {
  if (core.link.download === null) return ok('none');
  if (core.arrival.state()?.paused === true) return ok('paused');
  const offer = await offered(core, epoch);
  if (!offer.ok) return offer;
  if (offer.value === null) return ok('none');
  const brought = await download(core, offer.value);
  if (core.arrival.state()?.paused === true) return ok('paused');
  core.arrival.end();
  if (!brought.ok) return brought.code === 'NOT_FOUND' ? ok('none') : brought;
  return useIt(core, offer.value);
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
  dropPart(core.cache.nextFile);
  return journal.write({ atMs: core.clock.nowMs() }, ({ facts }) => {
    facts.set('snapshot', offer);
    return offer;
  });
}

function authentic({ backendKeys }: Core, { signature, ...signed }: SnapshotOffer): boolean {
  return isSignedBy(backendKeys, { keyId: signed.keyId, signature }, canonicalText(signed));
}

async function download(core: Core, offer: SnapshotOffer): Promise<Result<null>> {
  const file = core.cache.nextFile;
  const stopped = core.arrival.begin();
  const part = await PartFile.open(file);
  let sha256: string;
  let answered: Result<unknown> = ok(null);
  try {
    if (part.bytes < offer.bytes) answered = await fetchRest(core, offer, { part, stopped });
  } finally {
    sha256 = await part.end();
  }
  if (!answered.ok) return answered;
  // What is here stays; the next round goes on behind it.
  if (part.bytes < offer.bytes) return refuse('LINK_DOWN', { reason: 'SNAPSHOT' });
  if (sha256 === offer.sha256) return ok(null);
  core.log.error({}, 'a snapshot is not what the backend has signed');
  dropPart(file);
  return refuse('NOT_FOUND');
}

async function fetchRest(
  core: Core,
  { snapshotId, bytes: totalBytes }: SnapshotOffer,
  { part, stopped }: { readonly part: PartFile; readonly stopped: AbortSignal },
): Promise<Result<unknown>> {
  const bytes = await core.link.download?.(snapshotId, part.bytes, stopped);
  if (bytes === undefined || !bytes.ok) return bytes ?? refuse('NOT_FOUND');
  const tellEvery = Math.max(TOLD_EVERY_BYTES_MIN, totalBytes / STEPS_TOLD);
  let told = part.bytes;
  core.arrival.note({ doneBytes: told, totalBytes });
  try {
    for await (const chunk of bytes.value) {
      await part.take(chunk);
      if (part.bytes - told < tellEvery) continue;
      told = part.bytes;
      core.arrival.note({ doneBytes: told, totalBytes });
    }
  } catch (error) {
    core.log.info({ error: String(error) }, 'a snapshot was cut on its way');
  }
  return ok(null);
}

async function useIt(core: Core, { keyHex }: SnapshotOffer): Promise<Result<Brought>> {
  const opened = core.cache.adopt(keyHex);
  if (!opened.ok) {
    core.log.warn({ code: opened.code }, 'a snapshot cannot be used');
    return ok('none');
  }
  const swapped = await swapCache(core);
  return swapped.ok ? ok('swapped') : swapped;
}

/** Cards that are stopped here, and of which the backend has told with everything else. */
export function toldGuardedCards({ journal, cache }: Core): readonly string[] {
  const known = cache.db.prepare<[string], { one: 1 }>(
    `SELECT 1 AS one FROM record WHERE entity = 'card' AND row_id = ?`,
  );
  return journal.db
    .prepare<[], { cardId: string }>('SELECT card_id AS cardId FROM card_guard')
    .all()
    .map(({ cardId }) => cardId)
    .filter((cardId) => known.get(cardId) !== undefined);
}
