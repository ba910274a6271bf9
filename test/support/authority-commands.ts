import type { Decision, Outcome } from '#domain/authority/change.ts';
import type {
  AuthorityCommand,
  AuthorizeCommand,
  RefundCommand,
  SetLimitsCommand,
} from '#domain/authority/command.ts';
import { decide } from '#domain/authority/decide.ts';
import { NOON_MS, type FactBook } from './facts.ts';

// What a desk asks of the authority, in the words of its tests.

export const DESK = { workstationId: 'desk-1', atMs: NOON_MS } as const;

/** Decides, and makes the changes in the book. */
export function decided(book: FactBook, command: AuthorityCommand): Decision {
  const decision = decide(command, book.facts(command));
  book.apply(decision.changes);
  return decision;
}

export const give = (book: FactBook, command: AuthorityCommand): Outcome =>
  decided(book, command).outcome;

let officeCommands = 0;

/** What every command of the office says of itself; each has an id of its own. */
export const byOffice = (atMs = NOON_MS) => {
  officeCommands += 1;
  const commandId = `c-${officeCommands}`;
  return { commandId, atMs, workstationId: null, contractId: 'contract-1' };
};

/** A change of many limits of the first contract. */
export const setMany = (patch: Partial<SetLimitsCommand>): SetLimitsCommand => ({
  ...byOffice(),
  kind: 'limit.set-many',
  limits: [],
  removals: [],
  rules: [],
  fromMs: null,
  budget: null,
  skipInvalid: false,
  dryRun: false,
  ...patch,
});

export function authorize(saleId: string, volumeMl: number): AuthorizeCommand {
  return {
    ...DESK,
    kind: 'sale.authorize',
    commandId: saleId,
    saleId,
    cardId: 'card-1',
    stationId: 'station-1',
    productId: 'diesel',
    pumpNumber: 1,
    operatorId: 'operator-1',
    ask: { by: 'volume', volumeMl },
    pin: 'not-asked',
    leaseReturns: [],
  };
}

export const reverse = (saleId: string): AuthorityCommand => ({
  ...DESK,
  kind: 'sale.reverse',
  commandId: `${saleId}-reverse`,
  saleId,
  reversedAtMs: NOON_MS,
});

export const grant = (commandId: string, wantedMl: number): AuthorityCommand => ({
  ...DESK,
  kind: 'lease.grant',
  commandId,
  cardId: 'card-1',
  stationId: 'station-1',
  wanted: { amountMinor: wantedMl * 30, volumeMl: wantedMl, count: 3 },
});

export const capture = (
  saleId: string,
  volumeMl: number,
  told: { amountMinor: number; vatMinor: number } | null = null,
): AuthorityCommand => ({
  ...DESK,
  kind: 'sale.capture',
  commandId: `${saleId}-capture`,
  saleId,
  volumeMl,
  capturedAtMs: NOON_MS,
  slipNumber: 1,
  told,
});

export const refund = (
  refundId: string,
  volumeMl: number,
  patch: Partial<RefundCommand> = {},
): RefundCommand => ({
  ...DESK,
  kind: 'sale.refund',
  commandId: refundId,
  refundId,
  saleId: 's1',
  cardId: 'card-1',
  to: 'card',
  volumeMl,
  reason: 'бак полон',
  stationId: 'station-1',
  operatorId: 'user-1',
  refundedAtMs: NOON_MS,
  slipNumber: null,
  told: null,
  ...patch,
});
