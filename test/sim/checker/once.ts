import type { ReadableDb } from '#sqlite/open.ts';
import type { Evidence, Violation } from './evidence.ts';
import type { JournalTables } from './journal-lines.ts';
import { all, type LedgerTables } from './ledger-tables.ts';

/** I2: an accepted operation is in the ledger once, and a repeated request has one effect. */

export interface OnceContext {
  readonly evidence: Evidence;
  readonly ledger: LedgerTables;
  readonly journals: ReadonlyMap<string, JournalTables>;
  /** Every sale that any workstation ever named in a line. */
  readonly everNamed: ReadonlySet<string>;
}

export function once(context: OnceContext): Violation[] {
  const { evidence, ledger, journals, everNamed } = context;
  const found: string[] = [];
  for (const { sale_id } of ledger.sales) {
    if (!everNamed.has(sale_id)) found.push(`nobody asked for sale ${sale_id} of the ledger`);
    if (!ledger.transfers.has(sale_id)) found.push(`sale ${sale_id} has no transfer`);
    if (ledger.refusedSales.has(sale_id)) found.push(`sale ${sale_id} was refused for ever`);
  }
  const sales = new Set(ledger.sales.map((sale) => sale.sale_id));
  for (const [id, { contract_id, amount_minor }] of ledger.transfers) {
    if (sales.has(id)) continue;
    const asked = evidence.payments.get(id);
    if (asked?.contractId === contract_id && asked.amountMinor === amount_minor) continue;
    found.push(`transfer ${id} of ${amount_minor} belongs to no operation`);
  }
  for (const { id, asked, first, again } of evidence.repeats) {
    if (first !== again) found.push(`${asked} ${id} answered ${first}, then ${again}`);
  }
  for (const [deskId, { doubled }] of journals) {
    for (const id of doubled) found.push(`${deskId} wrote sale ${id} twice`);
  }
  found.push(...doubledLines(evidence.backend), ...differentLines(evidence.backend));
  if (evidence.healed) found.push(...heldByNobody(context));
  return found.map((what) => ({ invariant: 'I2', what }));
}

function doubledLines(db: ReadableDb): string[] {
  return all<{ what: string }>(
    db,
    `SELECT kind || ' ' || (body ->> '$.saleId') || ' was applied twice' AS what
       FROM journal_line WHERE status = 'applied' AND body ->> '$.saleId' IS NOT NULL
       GROUP BY kind, body ->> '$.saleId' HAVING count(*) > 1`,
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

/** When all is told, a hold of the ledger is an open fill of its workstation. */
function heldByNobody({ evidence, ledger, journals }: OnceContext): string[] {
  const desks = new Map(evidence.desks.map((desk) => [desk.workstationId, desk]));
  return ledger.sales.flatMap(({ sale_id, state, workstation_id }) => {
    const desk = desks.get(workstation_id);
    const journal = journals.get(desk?.deskId ?? '');
    if (state !== 'held' || journal === undefined || desk?.restored === true) return [];
    const closed = journal.captured.has(sale_id) || journal.reversed.has(sale_id);
    if (journal.held.has(sale_id) && !closed) return [];
    return [`sale ${sale_id} is held in the ledger and by nobody at its workstation`];
  });
}
