import { z } from 'zod';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import { snapshotOffer } from '#protocol/feed.ts';
import { assetKey } from '#protocol/records.ts';
import { voucherTerms } from '#protocol/routes/asset.ts';
import { routes } from '#protocol/routes.ts';
import * as s from '#protocol/shapes.ts';
import { remembered } from './remembered.ts';

/** Who this workstation is, from its enrolment. The refresh token is the vault's alone. */
export const identity = routes['workstation.enrol'].answer.omit({
  refreshToken: true,
  epoch: true,
});
export type Identity = z.infer<typeof identity>;

/** Single values that belong to the journal; each is checked when it is read. */
const facts = {
  identity,
  /** Epoch of the backend that the leases and the cache belong to. */
  epoch: s.key,
  /** What the backend spoke at the last contact: a line is written for it. */
  protocol: s.count,
  /** How far the backend has our lines, and its signature under that. */
  acknowledged: z.strictObject({ seq: s.count, hash: s.hex64 }),
  coSignature: z.strictObject({
    seq: s.count,
    hash: s.hex64,
    keyId: s.key,
    signature: s.base64,
  }),
  /** What the generation of leases is ahead of the number of lines; see `generationOf`. */
  generation: s.count,
  /** Why no lease may be spent until the next full round. */
  leasesKilled: z.enum(['restored', 'clock', 'epoch', 'revoked']).nullable(),
  /** When the leases were killed last: whatever was issued until then is no use here any more. */
  leasesKilledAtMs: s.atMs,
  /**
   * When they were last killed because this file is a restored copy: what leases of before have
   * left is not known here, and nothing of them is given back.
   */
  leasesDoubtedAtMs: s.atMs,
  /** Set for good when backend and journal contradict each other (architecture §7). */
  forked: z.boolean(),
  /** Through which line a person has saved what a fork has not told. */
  untoldSaved: s.count,
  slipNumber: s.count,
  /** Under which the office's codes are known, and how many challenges there were. */
  voiceKey: s.hex64,
  voiceCounter: s.count,
  /** Which file the cache is; a snapshot brings its own key, null is the key store's. */
  cacheFile: z.strictObject({ name: z.string().max(40), keyHex: s.hex64.nullable() }),
  /** A snapshot that is on its way: its download goes on after a restart. */
  snapshot: snapshotOffer.nullable(),
  /** Points and vouchers that were asked for, by what they count on, and not answered yet. */
  reserving: z.record(assetKey, z.strictObject({ commandId: s.id, wanted: s.quantity })),
  /** What vouchers with a lease here are for, by what they count on. */
  voucherTerms: z.record(assetKey, voucherTerms),
  /** The latest instant this journal knows to have passed. */
  knownMs: s.atMs,
  /** The last line when `knownMs` was written: later lines carry later instants. */
  knownSeq: s.count,
  /** The machine's clock contradicted itself, and nobody has told the time since. */
  clockDoubted: z.boolean(),
  /** What the backend's clock was ahead of ours at the last contact. */
  clockOffsetMs: z.int(),
  lastContactAtMs: s.atMs,
  /** Under which a new network was asked for. */
  networkCommandId: s.id,
} as const;

type FactName = keyof typeof facts;
type Fact<N extends FactName> = z.infer<(typeof facts)[N]>;

export interface Facts {
  get<N extends FactName>(name: N): Fact<N> | null;
  set<N extends FactName>(name: N, value: Fact<N>): void;
}

const factsIn = remembered(() => new Map<FactName, unknown>());

/** The journal's own way to its facts. */
export interface JournalFacts extends Facts {
  /** Notes an instant that a line of this transaction carries: that is enough to find it again. */
  passed(atMs: number): void;
}

export function openFacts(db: WritableDb): JournalFacts {
  const write = db.prepare(
    'INSERT INTO fact VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const get: Facts['get'] = <N extends FactName>(name: N): Fact<N> | null => {
    const kept = factsIn(db);
    if (!kept.has(name)) kept.set(name, readFact(db, name));
    // Whatever is kept under a name was checked by the schema of this name, or set by its type.
    return kept.get(name) as Fact<N> | null;
  };
  return {
    get,
    set(name, value) {
      write.run(name, JSON.stringify(value));
      factsIn(db).set(name, value);
    },
    passed(atMs) {
      factsIn(db).set('knownMs', Math.max(get('knownMs') ?? 0, atMs));
    },
  };
}

function readFact(db: ReadableDb, name: FactName): unknown {
  const row = prepared<[string], { value: string }>(
    db,
    'SELECT value FROM fact WHERE name = ?',
  ).get(name);
  const value = row === undefined ? null : facts[name].parse(JSON.parse(row.value));
  return name === 'knownMs' ? knownInstant(db, typeof value === 'number' ? value : 0) : value;
}

/** Lines carry the instants of what they tell; the fact is the latest that came without a line. */
function knownInstant(db: ReadableDb, atMs: number): number | null {
  const last = prepared<[], { seq: number; at_ms: number }>(
    db,
    'SELECT seq, at_ms FROM line ORDER BY seq DESC LIMIT 1',
  ).get();
  const since = readFact(db, 'knownSeq');
  const isNewer = last !== undefined && typeof since === 'number' && last.seq > since;
  return isNewer ? Math.max(atMs, last.at_ms) : atMs;
}
