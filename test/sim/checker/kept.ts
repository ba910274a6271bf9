import type { Evidence, SeenSale, Violation } from './evidence.ts';
import type { JournalTables } from './journal-lines.ts';
import type { LedgerTables, SaleRow } from './ledger-tables.ts';

/** I4: what somebody saw as accepted is kept, whatever broke down since. */

export interface KeptContext {
  readonly evidence: Evidence;
  readonly ledger: LedgerTables;
  readonly journals: ReadonlyMap<string, JournalTables>;
}

export function kept(context: KeptContext): Violation[] {
  const { evidence } = context;
  const found = [...inJournals(context), ...chains(context)];
  if (evidence.healed) found.push(...inLedger(context), ...told(context));
  return found.map((what) => ({ invariant: 'I4', what }));
}

function inJournals({ evidence, ledger, journals }: KeptContext): string[] {
  return evidence.seen.flatMap((seen): string[] => {
    if (seen.kind === 'payment') {
      return ledger.transfers.has(seen.commandId) ? [] : [`payment ${seen.commandId} is lost`];
    }
    const journal = journals.get(seen.deskId);
    if (journal === undefined) return [];
    switch (seen.kind) {
      case 'held': {
        const line = journal.held.get(seen.saleId);
        const same =
          line?.holdVolumeMl === seen.volumeMl && line.holdAmountMinor === seen.amountMinor;
        return same ? [] : [`hold ${seen.saleId} is not in its journal`];
      }
      case 'captured':
        return sameAmounts(journal.captured.get(seen.saleId), seen)
          ? []
          : [`capture ${seen.saleId} is not in its journal`];
      case 'reversed':
        return journal.reversed.has(seen.saleId)
          ? []
          : [`reversal of ${seen.saleId} is not in its journal`];
      case 'blocked':
        return journal.blockedCards.has(seen.cardId)
          ? []
          : [`block of ${seen.cardId} is not in its journal`];
    }
  });
}

function sameAmounts(
  line: { volumeMl: number; amountMinor: number } | undefined,
  { volumeMl, amountMinor }: SeenSale,
): boolean {
  return line?.volumeMl === volumeMl && line.amountMinor === amountMinor;
}

/** No line of a journal is missing, and each names the one before it. */
function chains({ journals }: KeptContext): string[] {
  const found: string[] = [];
  for (const [deskId, { lines }] of journals) {
    const broken = lines.find((line, index) => {
      const before = lines[index - 1];
      return line.seq !== index + 1 || (before !== undefined && line.previous_hash !== before.hash);
    });
    if (broken !== undefined) found.push(`${deskId} has a gap before line ${broken.seq}`);
  }
  return found;
}

/** When all is told, the ledger has everything that was seen, with the same volume and amount. */
function inLedger({ evidence, ledger }: KeptContext): string[] {
  const sales = new Map(ledger.sales.map((sale) => [sale.sale_id, sale]));
  return evidence.seen.flatMap((seen): string[] => {
    switch (seen.kind) {
      case 'held': {
        const sale = sales.get(seen.saleId);
        const same = sale !== undefined && holds(sale, seen);
        return same ? [] : [`hold ${seen.saleId} did not reach the ledger`];
      }
      case 'captured': {
        const sale = sales.get(seen.saleId);
        const same =
          sale?.state === 'captured' &&
          sale.volume_ml === seen.volumeMl &&
          sale.amount_minor === seen.amountMinor;
        return same ? [] : [`capture ${seen.saleId} did not reach the ledger`];
      }
      case 'reversed':
        return sales.get(seen.saleId)?.state === 'reversed'
          ? []
          : [`reversal of ${seen.saleId} did not reach the ledger`];
      case 'blocked':
      case 'payment':
        return [];
    }
  });
}

function holds(sale: SaleRow, { volumeMl, amountMinor }: SeenSale): boolean {
  return sale.hold_volume_ml === volumeMl && sale.hold_amount_minor === amountMinor;
}

/** When all is told, the backend has every line of every journal, and none of them otherwise. */
function told({ evidence, journals }: KeptContext): string[] {
  const read = evidence.backend.prepare<[string], { seq: number; hash: string }>(
    'SELECT seq, hash FROM journal_line WHERE workstation_id = ? ORDER BY seq',
  );
  return evidence.desks.flatMap(({ deskId, workstationId }) => {
    const lines = journals.get(deskId)?.lines ?? [];
    const there = read.all(workstationId);
    const missing = lines.find((line, index) => there[index]?.hash !== line.hash);
    if (missing !== undefined) return [`line ${missing.seq} of ${workstationId} was never told`];
    return there.length === lines.length ? [] : [`${workstationId} has lost lines that it told`];
  });
}
