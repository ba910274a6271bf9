import type { FeedRecord, FeedRow } from './feed.ts';

/**
 * What most cards have. A cache leaves it out, with the card's id and the hash of its number, which
 * stand beside the body: the file that brings a million cards to a workstation is a third as large.
 * A released value is never changed, because files lie everywhere from which it was left out.
 */
const USUAL_CARD = {
  groupId: null,
  state: 'active',
  blockReason: null,
  transactionMaxMinor: null,
  transactionMaxMl: null,
  tankCapacityMl: null,
  productIds: null,
  stationIds: null,
  pinRequired: false,
  pinTriesUsed: 0,
  offlinePolicy: 'everywhere',
  holder: null,
  vehicle: null,
} as const satisfies Partial<FeedRecord<'card'>>;

const usualFields: ReadonlyMap<string, unknown> = new Map(Object.entries(USUAL_CARD));

/** What stands in a cache's table `record` for a row of the feed that is no tombstone. */
export interface KeptRecord {
  /** 64 hex digits; null where the row is no card. */
  readonly panHash: string | null;
  /** JSON text. */
  readonly body: string;
}

/** Takes a record apart for the cache; `wholeRecord` puts it together again. */
export function keptRecord({ entity, rowId, record }: FeedRow): KeptRecord {
  if (entity !== 'card' || typeof record !== 'object' || record === null) {
    return { panHash: null, body: JSON.stringify(record) };
  }
  const body: Record<string, unknown> = {};
  let panHash: string | null = null;
  for (const [name, value] of Object.entries(record)) {
    if (name === 'panHash' && typeof value === 'string') panHash = value;
    else if (name === 'cardId' && value === rowId) continue;
    else if (!usualFields.has(name) || usualFields.get(name) !== value) body[name] = value;
  }
  return { panHash, body: JSON.stringify(body) };
}

export interface KeptRow {
  readonly rowId: string;
  /**
   * Empty where it stands in the body, as caches before step 40 have it, or where there is none.
   */
  readonly panHash: string;
  readonly body: string;
}

/** The record as the feed brought it; whoever reads it checks it against its entity's shape. */
export function wholeRecord(entity: FeedRow['entity'], { rowId, panHash, body }: KeptRow): unknown {
  const kept: unknown = JSON.parse(body);
  if (entity !== 'card' || typeof kept !== 'object') return kept;
  return { cardId: rowId, ...USUAL_CARD, ...(panHash === '' ? {} : { panHash }), ...kept };
}
