import type { SyncState } from '#protocol/bridge.ts';
import { prepared } from '#sqlite/statements.ts';
import { feedState } from '../cache/feed-apply.ts';
import type { Core } from '../core.ts';
import { forkState } from '../fork/rejoin.ts';
import { leaseFault } from '../lease/lease-fault.ts';
import { leaseSummary } from '../lease/lease-store.ts';
import { isRetriable } from './resolve.ts';

/** Of a longer queue the window gets the first ones and the length. */
const SHOWN_ITEMS = 200;

type QueueItem = SyncState['queue'][number];
type AttentionItem = SyncState['attention'][number];

/** Everything about synchronization that a person may see (acceptance §4.10). */
export function syncState(core: Core): SyncState {
  const { journal, link, clock, cache } = core;
  const { facts, db } = journal;
  const acknowledgedSeq = facts.get('acknowledged')?.seq ?? 0;
  const { seq: journalSeq } = journal.head();
  const nowMs = clock.nowMs();
  const fault = leaseFault(core);
  const state = link.state();
  return {
    link: state.link,
    lastErrorCode: state.lastErrorCode,
    lastErrorParams: { ...state.lastErrorParams },
    lastContactAtMs: facts.get('lastContactAtMs'),
    nextTryAtMs: state.nextTryAtMs,
    recovery: core.recovery(),
    fork: forkState(core),
    arriving: core.arrival.state(),
    feedAsOfMs: feedState(cache.db)?.asOfMs ?? null,
    journalSeq,
    acknowledgedSeq,
    queue: queueAfter(core, acknowledgedSeq),
    queueLength: journalSeq - acknowledgedSeq,
    attention: attentionItems(core),
    leases: { usable: fault === null, killedCode: fault?.code ?? null, ...leaseSummary(db, nowMs) },
  };
}

function attentionItems({ journal }: Core): AttentionItem[] {
  return journal.db
    .prepare<[], Omit<AttentionItem, 'place' | 'retriable'>>(
      `SELECT attention.seq, attention.kind, sale_id AS saleId, attention.at_ms AS atMs, status, code,
         tries FROM attention LEFT JOIN line ON line.seq = attention.seq
       ORDER BY attention.seq LIMIT 1000`,
    )
    .all()
    .map((item, index) => ({ ...item, place: index + 1, retriable: isRetriable(item) }));
}

function queueAfter(core: Core, acknowledgedSeq: number): QueueItem[] {
  return prepared<[number, number], Omit<QueueItem, 'place'>>(
    core.journal.db,
    `SELECT line.seq, kind, sale_id AS saleId, at_ms AS atMs, coalesce(tries, 0) AS tries,
       last_error_code AS lastErrorCode
     FROM line LEFT JOIN push_try ON push_try.seq = line.seq
     WHERE line.seq > ? ORDER BY line.seq LIMIT ?`,
  )
    .all(acknowledgedSeq, SHOWN_ITEMS)
    .map((item, index) => ({ ...item, place: index + 1 }));
}
