import type { AuthorityCommand } from '#domain/authority/command.ts';
import { ok, refuse } from '#domain/result.ts';
import {
  cardBlocked,
  journalBodies,
  leaseReturn,
  leasesReceived,
  pinFailed,
  redemptionCaptured,
  redemptionHeld,
  redemptionReversed,
  saleCaptured,
  saleHeld,
  saleRefunded,
  saleReversed,
  type JournalLine,
} from '#protocol/journal.ts';
import type { CallingWorkstation } from '../caller.ts';
import type { Answer } from '../outcome.ts';

export interface LineSource {
  readonly workstation: CallingWorkstation;
  /** Follows from workstation and line number: a line that comes twice is one command. */
  readonly commandId: string;
  readonly atMs: number;
}

/**
 * What a journal line means to the ledger: a command, or null for a line that is only kept. A body
 * that is not what its kind says is FIELD_INVALID, a sale of another station STATION_NOT_ALLOWED;
 * such a line is kept all the same and becomes an item that a person resolves (architecture §8).
 */
export function lineCommand(
  line: JournalLine,
  { workstation, commandId, atMs }: LineSource,
): Answer<AuthorityCommand | null> {
  if (!journalBodies[line.kind].safeParse(line.body).success) {
    return refuse('FIELD_INVALID', { field: 'body' });
  }
  const base = { commandId, atMs, workstationId: workstation.workstationId };
  switch (line.kind) {
    case 'sale.held': {
      const { mode, ...held } = saleHeld.parse(line.body);
      if (held.stationId !== workstation.stationId) return refuse('STATION_NOT_ALLOWED');
      // An online hold is in the books, and booking it changes nothing; unless a backup lost it.
      return ok({ kind: 'sale.book-hold', ...base, ...held, mode });
    }
    case 'sale.captured': {
      const { amountMinor, vatMinor, ...captured } = saleCaptured.parse(line.body);
      const told = { amountMinor, vatMinor };
      return ok({ kind: 'sale.capture', ...base, ...captured, capturedAtMs: line.atMs, told });
    }
    case 'sale.reversed': {
      const { saleId } = saleReversed.parse(line.body);
      return ok({ kind: 'sale.reverse', ...base, saleId, reversedAtMs: line.atMs });
    }
    case 'sale.refunded': {
      const { amountMinor, vatMinor, ...refund } = saleRefunded.parse(line.body);
      const { stationId } = workstation;
      const where = { stationId, refundedAtMs: line.atMs, told: { amountMinor, vatMinor } };
      return ok({ kind: 'sale.refund', ...base, ...refund, ...where });
    }
    case 'lease.returned':
      return ok({ kind: 'lease.return', ...base, leaseReturn: leaseReturn.parse(line.body) });
    case 'redemption.held': {
      const { mode, ...held } = redemptionHeld.parse(line.body);
      if (mode === 'online') return ok(null);
      if (held.stationId !== workstation.stationId) return refuse('STATION_NOT_ALLOWED');
      return ok({ kind: 'asset.book-redemption', ...base, ...held });
    }
    case 'redemption.captured': {
      const told = redemptionCaptured.parse(line.body);
      return ok({ kind: 'asset.capture', ...base, ...told, capturedAtMs: line.atMs });
    }
    case 'redemption.reversed': {
      const {
        leaseId: fromLeaseId,
        reason: _reason,
        ...told
      } = redemptionReversed.parse(line.body);
      return ok({ kind: 'asset.reverse', ...base, ...told, fromLeaseId, reversedAtMs: line.atMs });
    }
    case 'card.blocked': {
      const { cardId, reason } = cardBlocked.parse(line.body);
      return ok({ kind: 'card.block', ...base, cardId, reason });
    }
    case 'pin.failed':
      return ok({ kind: 'card.pin-error', ...base, cardId: pinFailed.parse(line.body).cardId });
    case 'leases.received': {
      const { leases } = leasesReceived.parse(line.body);
      const { workstationId } = workstation;
      const told = leases.flatMap(({ terms, ...lease }) =>
        terms === undefined ? [] : [{ ...lease, ...terms, workstationId }],
      );
      return ok(told.length === 0 ? null : { kind: 'lease.book', ...base, leases: told });
    }
    case 'sale.asked':
    case 'leases.killed':
    case 'attention.resolved':
      return ok(null);
  }
}
