import type {
  Evidence,
  SeenAtDesk,
  SeenOfBackend,
  SeenRedemption,
  SeenRefund,
  SeenSale,
  Violation,
} from './evidence.ts';
import type { JournalTables } from './tables/journal-lines.ts';
import type { LedgerTables, SaleRow } from './tables/ledger-tables.ts';
import { all } from './tables/rows.ts';

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
  const books = booksOf(ledger);
  return evidence.seen.flatMap((seen): string[] => {
    if (!('deskId' in seen)) {
      const lost = lostOf(books, seen);
      return lost === null ? [] : [`${lost} is lost`];
    }
    if (seen.kind === 'refunded' && seen.booked) {
      return sameAmounts(refundOf(ledger, seen), seen) ? [] : [`refund ${seen.refundId} is lost`];
    }
    const journal = journals.get(seen.deskId);
    const lacks = journal === undefined ? null : missingIn(journal, seen);
    return lacks === null ? [] : [`${lacks} is not in its journal`];
  });
}

interface Books {
  readonly ledger: LedgerTables;
  readonly accrued: ReadonlySet<string>;
  readonly sales: ReadonlyMap<string, SaleRow>;
  /** Sales that were entered by hand, by command. */
  readonly entered: ReadonlyMap<string, SaleRow>;
}

function booksOf(ledger: LedgerTables): Books {
  const entered = ledger.sales.flatMap((sale) => {
    const entries = ledger.entries.get(sale.sale_id) ?? [];
    return entries.map(({ command_id }) => [command_id, sale] as const);
  });
  return {
    ledger,
    accrued: new Set(ledger.assets.accruals.map(({ saleId }) => saleId)),
    sales: new Map(ledger.sales.map((sale) => [sale.sale_id, sale])),
    entered: new Map(entered),
  };
}

/** What the books lack of what the backend itself has said; null when they have it. */
function lostOf({ ledger, accrued, sales, entered }: Books, seen: SeenOfBackend): string | null {
  switch (seen.kind) {
    case 'payment':
      return ledger.transfers.has(seen.commandId) ? null : `payment ${seen.commandId}`;
    case 'accrued':
      return accrued.has(seen.saleId) ? null : `points of ${seen.saleId}`;
    case 'contract closed': {
      const isClosed = ledger.contracts.get(seen.contractId)?.state === 'closed';
      return isClosed ? null : `the closing of ${seen.contractId}`;
    }
    case 'hold given up':
      return sales.get(seen.saleId)?.voided === 1 ? null : `the end of hold ${seen.saleId}`;
    case 'slip entered': {
      const sale = entered.get(seen.commandId);
      const same = sale?.volume_ml === seen.volumeMl && sale.amount_minor === seen.amountMinor;
      return same ? null : `the slip of ${seen.commandId}`;
    }
    case 'limits changed':
      // Judged with all other changes of limits.
      return null;
  }
}

/** What a journal lacks of what somebody saw there; null when it has it. */
function missingIn(journal: JournalTables, seen: SeenAtDesk): string | null {
  const ends = journal.redemptionEnds;
  switch (seen.kind) {
    case 'held': {
      const line = journal.held.get(seen.saleId);
      const same =
        line?.holdVolumeMl === seen.volumeMl && line.holdAmountMinor === seen.amountMinor;
      return same ? null : `hold ${seen.saleId}`;
    }
    case 'captured':
      return sameAmounts(journal.captured.get(seen.saleId), seen) ? null : `capture ${seen.saleId}`;
    case 'reversed':
      return journal.reversed.has(seen.saleId) ? null : `reversal of ${seen.saleId}`;
    case 'blocked':
      return journal.blockedCards.has(seen.cardId) ? null : `block of ${seen.cardId}`;
    case 'redeemed': {
      const line = journal.redeemed.get(seen.redemptionId);
      return line?.allowanceKey === seen.allowanceKey ? null : `redemption ${seen.redemptionId}`;
    }
    case 'used up':
    case 'given back': {
      const how = seen.kind === 'used up' ? 'captured' : 'reversed';
      return ends.get(seen.redemptionId) === how ? null : `end of ${seen.redemptionId}`;
    }
    case 'refunded':
      return sameAmounts(journal.refunds.get(seen.refundId), seen)
        ? null
        : `refund ${seen.refundId}`;
  }
}

function sameAmounts(
  line: { volumeMl: number; amountMinor: number } | null | undefined,
  { volumeMl, amountMinor }: SeenSale,
): boolean {
  return line?.volumeMl === volumeMl && line.amountMinor === amountMinor;
}

function refundOf({ refunds }: LedgerTables, { refundId }: SeenRefund) {
  const row = refunds.get(refundId);
  return row === undefined ? null : { volumeMl: row.volume_ml, amountMinor: row.amount_minor };
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
  const settled = toldOtherwise(evidence);
  const lacks = evidence.seen.flatMap((seen): string[] => {
    switch (seen.kind) {
      case 'held': {
        const sale = sales.get(seen.saleId);
        return sale !== undefined && holds(sale, seen) ? [] : [`hold ${seen.saleId}`];
      }
      case 'captured': {
        const sale = sales.get(seen.saleId);
        const same =
          sale?.state === 'captured' &&
          sale.volume_ml === seen.volumeMl &&
          sale.amount_minor === seen.amountMinor;
        return same ? [] : [`capture ${seen.saleId}`];
      }
      case 'reversed':
        return sales.get(seen.saleId)?.state === 'reversed' ? [] : [`reversal of ${seen.saleId}`];
      case 'redeemed':
      case 'used up':
      case 'given back':
        return isTaken(ledger, seen) ? [] : [`redemption ${seen.redemptionId} (${seen.kind})`];
      case 'refunded': {
        const there = settled.has(seen.refundId) || sameAmounts(refundOf(ledger, seen), seen);
        return there ? [] : [`refund ${seen.refundId}`];
      }
      default:
        return [];
    }
  });
  return lacks.map((what) => `${what} did not reach the ledger`);
}

function holds(sale: SaleRow, { volumeMl, amountMinor }: SeenSale): boolean {
  return sale.hold_volume_ml === volumeMl && sale.hold_amount_minor === amountMinor;
}

const ENDS = { 'used up': 'captured', 'given back': 'reversed' } as const;

/** True also where the voucher went with a backup: there is nothing that it could be taken of. */
function isTaken({ assets }: LedgerTables, seen: SeenRedemption): boolean {
  const { redemptionId, allowanceKey, kind } = seen;
  const isLost = !assets.vouchers.has(allowanceKey) && !assets.points.has(allowanceKey);
  const row = assets.redemptions.find((one) => one.redemptionId === redemptionId);
  return isLost || (row !== undefined && (kind === 'redeemed' || row.state === ENDS[kind]));
}

/**
 * Refunds that the backend did not accept, or booked with its own amounts because others of the
 * same fill came before, and told so: a person has to look at them.
 */
function toldOtherwise({ backend }: Evidence): ReadonlySet<string> {
  const rows = all<{ id: string }>(
    backend,
    `SELECT body ->> '$.refundId' AS id FROM journal_line
       WHERE kind = 'sale.refunded' AND (remark = 'LINE_DIFFERS'
         OR (status = 'refused' AND code IN ('REFUND_ABOVE_SALE', 'REFUND_TO_ACCOUNT')))`,
  );
  return new Set(rows.map(({ id }) => id));
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
