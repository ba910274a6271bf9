import type { ReadableDb } from '#sqlite/open.ts';
import type { Evidence, Violation } from './evidence.ts';
import type { JournalTables } from './tables/journal-lines.ts';
import type { LedgerTables } from './tables/ledger-tables.ts';
import { all } from './tables/rows.ts';
import { waitsForCode, unaskedByVoice } from './voice.ts';

/** I2: an accepted operation is in the ledger once, and a repeated request has one effect. */

export interface OnceContext {
  readonly evidence: Evidence;
  readonly ledger: LedgerTables;
  readonly journals: ReadonlyMap<string, JournalTables>;
  /** Every sale, refund and redemption that any workstation ever named in a line. */
  readonly everNamed: ReadonlySet<string>;
}

export function once(context: OnceContext): Violation[] {
  const { evidence, ledger, journals, everNamed } = context;
  const found: string[] = [];
  for (const { sale_id, pump_number } of ledger.sales) {
    // Paper slips and fills by telephone have their own rules.
    const isOfOffice = ledger.entries.has(sale_id) || pump_number === 0;
    if (!isOfOffice && !everNamed.has(sale_id))
      found.push(`nobody asked for sale ${sale_id} of the ledger`);
    if (!ledger.transfers.has(sale_id)) found.push(`sale ${sale_id} has no transfer`);
    if (ledger.refusedSales.has(sale_id)) found.push(`sale ${sale_id} was refused for ever`);
  }
  const isAsked = (id: string): boolean => everNamed.has(id) || evidence.asked.has(id);
  for (const { redemptionId } of ledger.assets.redemptions) {
    if (!isAsked(redemptionId)) found.push(`nobody asked for redemption ${redemptionId}`);
  }
  const sales = new Set(ledger.sales.map((sale) => sale.sale_id));
  for (const [id, { sale_id, amount_minor, volume_ml }] of ledger.refunds) {
    if (!isAsked(id)) found.push(`nobody asked for refund ${id} of the ledger`);
    if (!sales.has(sale_id)) found.push(`refund ${id} is of no sale`);
    const moved = ledger.transfers.get(id)?.amount_minor ?? 0;
    if (moved !== amount_minor) found.push(`refund ${id} of ${amount_minor} moved ${moved}`);
    if (volume_ml <= 0) found.push(`refund ${id} gives nothing back`);
  }
  for (const [id, { contract_id, amount_minor, kind, linked_id }] of ledger.transfers) {
    if (sales.has(id) || ledger.refunds.has(id)) continue;
    if (kind === 'owed' && ledger.refunds.has(linked_id ?? '')) continue;
    if (kind === 'sale' && id === `${linked_id}/late` && sales.has(linked_id ?? '')) continue;
    const asked = evidence.payments.get(id);
    if (asked?.contractId === contract_id && asked.amountMinor === amount_minor) continue;
    found.push(`transfer ${id} of ${amount_minor} belongs to no operation`);
  }
  for (const { id, asked, first, again } of evidence.repeats) {
    if (first !== again) found.push(`${asked} ${id} answered ${first}, then ${again}`);
  }
  for (const [deskId, { doubled }] of journals) {
    for (const id of doubled) found.push(`${deskId} wrote ${id} twice`);
  }
  found.push(...doubledLines(evidence.backend), ...differentLines(evidence.backend));
  found.push(...unaskedByVoice(evidence, ledger));
  if (evidence.healed) found.push(...heldByNobody(context));
  return found.map((what) => ({ invariant: 'I2', what }));
}

function doubledLines(db: ReadableDb): string[] {
  return all<{ what: string }>(
    db,
    `SELECT kind || ' ' || operation_id || ' was applied twice' AS what FROM (
       SELECT kind, coalesce(body ->> '$.refundId', body ->> '$.redemptionId', body ->> '$.saleId')
         AS operation_id FROM journal_line WHERE status = 'applied')
       WHERE operation_id IS NOT NULL GROUP BY kind, operation_id HAVING count(*) > 1`,
  ).map((row) => row.what);
}

/** A capture that was taken from a journal stands in the ledger as the journal says. */
function differentLines(db: ReadableDb): string[] {
  return all<{ what: string }>(
    db,
    `SELECT 'capture of ' || (body ->> '$.saleId') || ' stands otherwise in the ledger' AS what
       FROM journal_line LEFT JOIN sale ON sale_id = body ->> '$.saleId'
       WHERE kind = 'sale.captured' AND status = 'applied' AND (sale.state IS NOT 'captured'
         OR volume_ml <> body ->> '$.volumeMl' OR amount_minor <> body ->> '$.amountMinor')`,
  ).map((row) => row.what);
}

/** When all is told, a hold of the ledger is an open fill or redemption of its workstation. */
function heldByNobody({ evidence, ledger, journals }: OnceContext): string[] {
  const desks = new Map(evidence.desks.map((desk) => [desk.workstationId, desk]));
  const journalOf = (workstationId: string): JournalTables | null => {
    const desk = desks.get(workstationId);
    return desk?.restored === true ? null : (journals.get(desk?.deskId ?? '') ?? null);
  };
  const sales = ledger.sales.flatMap((sale) => {
    const { sale_id, state, workstation_id } = sale;
    const journal = journalOf(workstation_id);
    if (state !== 'held' || journal === null) return [];
    const closed = journal.captured.has(sale_id) || journal.reversed.has(sale_id);
    const waits = !closed && waitsForCode(desks.get(workstation_id), sale);
    return waits || (journal.held.has(sale_id) && !closed) ? [] : [`sale ${sale_id}`];
  });
  const redemptions = ledger.assets.redemptions.flatMap(
    ({ redemptionId, state, workstationId }) => {
      const journal = journalOf(workstationId);
      if (state !== 'held' || journal === null) return [];
      const open = journal.redeemed.has(redemptionId) && !journal.redemptionEnds.has(redemptionId);
      return open ? [] : [`redemption ${redemptionId}`];
    },
  );
  return [...sales, ...redemptions].map(
    (what) => `${what} is held in the ledger and by nobody at its workstation`,
  );
}
