import type { AuthorityCommand } from '#domain/authority/command.ts';
import { ok, refuse } from '#domain/result.ts';
import {
  journalBodies,
  type JournalBody,
  type JournalKind,
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
  source: LineSource,
): Answer<AuthorityCommand | null> {
  return meantBy(line.kind, line, source);
}

function meantBy<K extends JournalKind>(
  kind: K,
  line: JournalLine,
  { workstation, commandId, atMs }: LineSource,
): Answer<AuthorityCommand | null> {
  const read = journalBodies[kind].safeParse(line.body);
  if (!read.success) return refuse('FIELD_INVALID', { field: 'body' });
  const base = { commandId, atMs, workstationId: workstation.workstationId };
  // The schema of this very kind has just read it; the table's type is lost on the way.
  const body = read.data as JournalBody<K>;
  return meanings[kind](body, { base, workstation, toldAtMs: line.atMs });
}

interface Told {
  /** What every command says of itself. */
  readonly base: {
    readonly commandId: string;
    readonly atMs: number;
    readonly workstationId: string;
  };
  readonly workstation: CallingWorkstation;
  /** The instant of the line. */
  readonly toldAtMs: number;
}

type Meanings = {
  readonly [K in JournalKind]: (
    body: JournalBody<K>,
    told: Told,
  ) => Answer<AuthorityCommand | null>;
};

const onlyKept = (): Answer<null> => ok(null);

const meanings: Meanings = {
  'sale.asked': onlyKept,
  'leases.killed': onlyKept,
  'attention.resolved': onlyKept,
  'sale.held': (held, { base, workstation }) => {
    if (held.stationId !== workstation.stationId) return refuse('STATION_NOT_ALLOWED');
    // An online hold is in the books, and booking it changes nothing; unless a backup lost it.
    return ok({ kind: 'sale.book-hold', ...base, ...held });
  },
  'sale.captured': ({ amountMinor, vatMinor, ...captured }, { base, toldAtMs: capturedAtMs }) => {
    const told = { amountMinor, vatMinor };
    return ok({ kind: 'sale.capture', ...base, ...captured, capturedAtMs, told });
  },
  'sale.reversed': ({ saleId }, { base, toldAtMs: reversedAtMs }) =>
    ok({ kind: 'sale.reverse', ...base, saleId, reversedAtMs }),
  'sale.refunded': ({ amountMinor, vatMinor, ...refund }, { base, workstation, toldAtMs }) => {
    const { stationId } = workstation;
    const where = { stationId, refundedAtMs: toldAtMs, told: { amountMinor, vatMinor } };
    return ok({ kind: 'sale.refund', ...base, ...refund, ...where });
  },
  'lease.returned': (leaseReturn, { base }) => ok({ kind: 'lease.return', ...base, leaseReturn }),
  'redemption.held': (held, { base, workstation }) => {
    if (held.stationId !== workstation.stationId) return refuse('STATION_NOT_ALLOWED');
    return ok({ kind: 'asset.book-redemption', ...base, ...held });
  },
  'redemption.captured': (told, { base, toldAtMs: capturedAtMs }) =>
    ok({ kind: 'asset.capture', ...base, ...told, capturedAtMs }),
  'redemption.reversed': ({ redemptionId, contractId, leaseId: fromLeaseId }, told) => {
    const reversed = { redemptionId, contractId, fromLeaseId, reversedAtMs: told.toldAtMs };
    return ok({ kind: 'asset.reverse', ...told.base, ...reversed });
  },
  'card.blocked': ({ cardId, reason }, { base }) =>
    ok({ kind: 'card.block', ...base, cardId, reason }),
  'card.returned': ({ cardId }, { base }) => ok({ kind: 'card.take-back', ...base, cardId }),
  'limit.lowered': ({ operatorId: userId = null, ...lowered }, { base }) =>
    ok({ kind: 'limit.lower', ...base, ...lowered, userId }),
  'pin.failed': ({ cardId }, { base }) => ok({ kind: 'card.pin-error', ...base, cardId }),
  'leases.received': ({ leases }, { base, workstation: { workstationId } }) => {
    const told = leases.flatMap(({ terms, ...lease }) =>
      terms === undefined ? [] : [{ ...lease, ...terms, workstationId }],
    );
    return ok(told.length === 0 ? null : { kind: 'lease.book', ...base, leases: told });
  },
};
