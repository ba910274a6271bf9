import type { CardGroup } from '../card/card-group.ts';
import type { Card } from '../card/card.ts';
import type { OwnedKeptRules } from '../card/planned-rules.ts';
import type { OwnedRules } from '../card/purchase-rules.ts';
import type { ClientAccountName, NewClientAccount } from '../client/client-account.ts';
import type { Contract, ContractClosing } from '../contract/contract.ts';
import type { TransferStep } from '../ledger/ledger.ts';
import type { LeaseAccount } from '../lease/lease.ts';
import type { LimitVersion } from '../limit/limit-version.ts';
import type { Limit } from '../limit/limit.ts';
import type { Measure } from '../limit/measure.ts';
import type { Params, Result } from '../result.ts';
import type { PurchasePreview } from '../sale/purchase-preview.ts';
import type { Refund } from '../sale/refund.ts';
import type { Sale } from '../sale/sale.ts';
import type { LimitsResult } from '../limit/limits-result.ts';
import type { LostLease } from '../lease/lost-lease.ts';
import type { Redemption } from '../redemption/redemption.ts';
import type { Asset } from './asset/asset.ts';
import type { LeaseReturn } from './command.ts';
import type { RecallNeed } from './recall.ts';

/** What a decision writes. The store applies these as they are and adds no rule of its own. */
export type Change =
  | CounterChange
  | { readonly kind: 'sale.put'; readonly sale: Sale }
  | {
      readonly kind: 'sale.refuse';
      readonly saleId: string;
      readonly atMs: number;
    }
  | { readonly kind: 'transfer'; readonly step: TransferStep }
  | { readonly kind: 'lease.put'; readonly lease: LeaseAccount }
  | {
      readonly kind: 'lease.return';
      readonly leaseReturn: LeaseReturn;
      readonly atMs: number;
    }
  | { readonly kind: 'lease.lost'; readonly lost: LostLease }
  | { readonly kind: 'asset.put'; readonly asset: Asset }
  | { readonly kind: 'card.put'; readonly card: Card }
  | { readonly kind: 'limit.put'; readonly limit: Limit }
  | { readonly kind: 'limit.remove'; readonly limitId: string }
  | { readonly kind: 'limit.history'; readonly version: LimitVersion }
  | { readonly kind: 'rules.put'; readonly owned: OwnedKeptRules }
  | { readonly kind: 'card-group.put'; readonly group: CardGroup }
  | { readonly kind: 'card-group.remove'; readonly groupId: string }
  | { readonly kind: 'contract.put'; readonly contract: Contract }
  | {
      readonly kind: 'client-account.add';
      readonly account: NewClientAccount;
      readonly atMs: number;
    }
  | { readonly kind: 'contract.closed'; readonly closing: ContractClosing }
  | { readonly kind: 'exposure.put'; readonly exposure: Exposure }
  | { readonly kind: 'refund.put'; readonly refund: Refund }
  | { readonly kind: 'lock.put'; readonly lock: PeriodLock }
  | {
      readonly kind: 'declared.take';
      readonly contractId: string;
      readonly amountMinor: number;
    };

/** Additions to the counters of one allowance. */
export interface CounterChange {
  readonly kind: 'counters.add';
  readonly allowanceKey: string;
  readonly contractId: string;
  readonly captured: number;
  readonly held: number;
  readonly leased: number;
}

/** Names an excess over an allowance that truth, not a decision, has made (I1). */
export interface Exposure {
  readonly exposureId: string;
  readonly allowanceKey: string;
  readonly contractId: string;
  readonly measure: Measure;
  /** By how much the excess grew, in the unit of the measure. */
  readonly quantity: number;
  readonly saleId: string | null;
  readonly workstationId: string | null;
  readonly atMs: number;
}

/** The books are locked before an instant; the last one written is in force. */
export interface PeriodLock {
  readonly lockId: string;
  readonly throughDate: string;
  readonly beforeMs: number;
  readonly userId: string;
  /** Why it was opened again; empty for a lock. */
  readonly reason: string;
  readonly atMs: number;
}

/** What the asker gets back; kept with the command's id and given again when it asks again. */
export type OutcomeValue =
  | {
      readonly kind: 'sale';
      readonly sale: Sale;
      /** The workstation told other amounts; these are the books' (acceptance C11). */
      readonly differs?: true;
    }
  | { readonly kind: 'redemption'; readonly redemption: Redemption; readonly differs?: true }
  | {
      readonly kind: 'leases';
      readonly leases: readonly LeaseAccount[];
      readonly limits: readonly Limit[];
      readonly rules: readonly OwnedRules[];
    }
  | {
      readonly kind: 'limits';
      readonly result: LimitsResult;
      /** Of a preview: by how much the parts exceed their budget; null when they do not. */
      readonly overBudget: Params | null;
      /** Of a preview: what the owners whose rules would change let be bought till then. */
      readonly rulesBefore?: readonly OwnedRules[];
    }
  | { readonly kind: 'purchase'; readonly preview: PurchasePreview }
  | { readonly kind: 'refund'; readonly refund: Refund; readonly differs?: true }
  | {
      readonly kind: 'signed';
      /** The account that was born with the contract, or that the client had. */
      readonly account: ClientAccountName;
    }
  | { readonly kind: 'done' };

export type Outcome = Result<OutcomeValue>;

export interface Decision {
  /**
   * Set where a refusal is not the last word: the question is asked again when leases have come
   * back, and until then it has no answer.
   */
  readonly recall?: readonly RecallNeed[];
  /** True for a question that changes nothing: no answer is kept of it. */
  readonly unkept?: true;
  readonly outcome: Outcome;
  readonly changes: readonly Change[];
}
