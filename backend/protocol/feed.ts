import { z } from 'zod';
import * as r from './records.ts';
import * as s from './shapes.ts';

/**
 * The feed carries the latest state of everything in a scope, in order of change. A row that left
 * is told by a tombstone; a client never deletes because something is absent (architecture §8).
 */
export const feedEntities = {
  station: r.station,
  'product-group': r.productGroup,
  product: r.product,
  price: r.price,
  contract: r.contract,
  card: r.card.extend({ panHash: s.hex64 }),
  workstation: r.workstation,
} as const;

export type FeedEntity = keyof typeof feedEntities;
export type FeedRecord<E extends FeedEntity> = z.infer<(typeof feedEntities)[E]>;

const entities = Object.keys(feedEntities) as [FeedEntity, ...FeedEntity[]];

/**
 * Where somebody stands in the feed. Opaque: only the store that gave it can read it. Empty is the
 * beginning.
 */
export const feedCursor = z
  .string()
  .max(80)
  .regex(/^[0-9.]*$/u);

export const feedRow = z.strictObject({
  entity: z.enum(entities),
  /** Stable id of the row within its entity; a price's is station:product:fromMs. */
  rowId: z.string().max(200),
  /**
   * What `feedEntities` says of the entity, judged by whoever keeps it: a page is read once, not
   * twice. Null is a tombstone.
   */
  record: z.unknown(),
});
export type FeedRow = z.infer<typeof feedRow>;

export const feedPage = z.strictObject({
  epoch: s.key,
  /** The contracts of a page's cards come with them. */
  rows: z.array(feedRow).max(10_000),
  /** Ask from here next time. */
  cursor: feedCursor,
  /** True when nothing newer was there. */
  complete: z.boolean(),
  asOfMs: s.atMs,
});
export type FeedPage = z.infer<typeof feedPage>;

/**
 * What the live stream says: that something moved, not what (architecture §8); and which leases the
 * network needs back (§7).
 */
export const liveEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('feed-moved'), cursor: feedCursor }),
  z.strictObject({ kind: z.literal('workstation-revoked') }),
  z.strictObject({
    kind: z.literal('lease-recall'),
    allowanceKey: r.allowanceKey,
    /** In the unit of the allowance's measure. */
    quantity: s.quantity,
  }),
  z.strictObject({ kind: z.literal('ping'), atMs: s.atMs }),
]);
export type LiveEvent = z.infer<typeof liveEvent>;

/** A snapshot: a cache file in the scope of one station, encrypted under a key of its own. */
export const snapshotOffer = z.strictObject({
  snapshotId: s.key,
  epoch: s.key,
  /** Where the feed goes on from. */
  cursor: feedCursor,
  bytes: s.count,
  /** Of the encrypted file. */
  sha256: s.hex64,
  keyHex: s.hex64,
  madeAtMs: s.atMs,
  keyId: s.key,
  /** Ed25519 of the backend over the canonical JSON of all fields above. */
  signature: s.base64,
});
export type SnapshotOffer = z.infer<typeof snapshotOffer>;
