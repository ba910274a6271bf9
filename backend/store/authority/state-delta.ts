import type { Asset } from '#domain/authority/asset/asset.ts';
import type { Exposure, PeriodLock } from '#domain/authority/change.ts';
import type { LimitPlace } from '#domain/authority/facts.ts';
import type { LeaseReturn } from '#domain/authority/command.ts';
import type { LostLease } from '#domain/lease/lost-lease.ts';
import type { Pack } from '#domain/authority/pack.ts';
import type { CardGroup } from '#domain/card/card-group.ts';
import type { Card } from '#domain/card/card.ts';
import type { Contract, ContractClosing } from '#domain/contract/contract.ts';
import type { ChainHead } from '#domain/journal/head.ts';
import type { Transfer } from '#domain/ledger/ledger.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import type { AllowanceCounters } from '#domain/limit/allowance.ts';
import type { LimitVersion } from '#domain/limit/limit-version.ts';
import type { Refund } from '#domain/sale/refund.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type { TimedEntry } from './audit-row.ts';
import type { BornAccount } from './account-row.ts';
import type { KeptLine } from './journal-answer.ts';
import type { MonthRows } from './month-book.ts';
import type { NewOutcome, StoredSale } from './state-source.ts';

export interface StoredTransfer {
  readonly transfer: Transfer;
  readonly contractId: string;
  /** False for one that was pending before the batch, and is settled by it. */
  readonly isNew: boolean;
}

export interface NamedLimitPlace extends LimitPlace {
  readonly limitId: string;
}

/** All rows that a batch of decisions writes, each once and in its last state. */
export interface StateDelta {
  readonly outcomes: readonly NewOutcome[];
  readonly sales: readonly (StoredSale & { readonly isNew: boolean })[];
  readonly refusedSales: readonly (readonly [saleId: string, atMs: number])[];
  readonly transfers: readonly StoredTransfer[];
  /** New, or with other limits, rules or archive. */
  readonly packs: readonly Pack[];
  /** Stored ones of which only counters and the time of the last sale have moved. */
  readonly countedPacks: readonly Pack[];
  readonly archived: readonly {
    readonly allowanceKey: string;
    readonly contractId: string;
    readonly counters: AllowanceCounters;
  }[];
  readonly limitPlaces: readonly NamedLimitPlace[];
  readonly leases: readonly LeaseAccount[];
  readonly leaseReturns: readonly {
    readonly leaseReturn: LeaseReturn;
    readonly atMs: number;
  }[];
  readonly cards: readonly Card[];
  readonly cardGroups: readonly CardGroup[];
  readonly removedGroups: readonly string[];
  readonly limitVersions: readonly {
    readonly version: LimitVersion;
    readonly contractId: string;
  }[];
  readonly contracts: readonly Contract[];
  readonly contractClosings: readonly ContractClosing[];
  readonly accounts: readonly BornAccount[];
  /** What the audit trail tells of it, in order. */
  readonly told: readonly TimedEntry[];
  readonly exposures: readonly Exposure[];
  readonly lostLeases: readonly LostLease[];
  readonly assets: readonly Asset[];
  /** Captured sales: each is a visit of its card at its station. */
  readonly visits: readonly Sale[];
  readonly refunds: readonly Refund[];
  /** What captures and refunds add to their months. */
  readonly months: MonthRows;
  /** In order; the last one is in force. */
  readonly locks: readonly PeriodLock[];
  /** What was taken of declared exposure, to be added to what was taken before. */
  readonly declaredTaken: readonly {
    readonly contractId: string;
    readonly takenMinor: number;
  }[];
  readonly lines: readonly KeptLine[];
  readonly heads: readonly (readonly [workstationId: string, ChainHead])[];
}
