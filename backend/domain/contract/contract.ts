import type { Currency } from '../money/money.ts';
import type { ContractTerms } from './terms.ts';

export type ContractState = 'draft' | 'signed' | 'closed';

export interface Contract {
  readonly contractId: string;
  readonly clientId: string;
  readonly number: string;
  readonly currency: Currency;
  /** IANA zone in which the limits' windows are counted. */
  readonly zone: string;
  readonly state: ContractState;
  readonly creditLimitMinor: number;
  /** Money credited to the contract's account so far; captures are counted by its allowance. */
  readonly depositsMinor: number;
  /** Tolerance, fees and discounts. */
  readonly terms: ContractTerms;
}

/** Who ended a contract, when and why; there is no way back (I5). */
export interface ContractClosing {
  readonly contractId: string;
  readonly atMs: number;
  readonly userId: string;
  readonly reason: string;
}

/** Why a contract cannot pay now, or null when it can. */
export function contractRefusal(
  contract: Pick<Contract, 'state'>,
): 'CONTRACT_CLOSED' | 'CONTRACT_NOT_SIGNED' | null {
  if (contract.state === 'closed') return 'CONTRACT_CLOSED';
  return contract.state === 'signed' ? null : 'CONTRACT_NOT_SIGNED';
}
