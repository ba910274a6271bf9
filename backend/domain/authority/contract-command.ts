import type { NewClientAccount } from '../client/client-account.ts';
import type { Refusal } from '../result.ts';
import type { CommandBase } from './command-base.ts';

/** Puts a contract in force with a credit; signing it again sets the credit anew. */
export interface SignContractCommand extends CommandBase {
  readonly kind: 'contract.sign';
  readonly contractId: string;
  readonly creditLimitMinor: number;
  /**
   * What the contract's programme asks for before it is signed (O-02, O-08), and is not there;
   * left out or null where nothing stands against it.
   */
  readonly missing?: Refusal | null;
  /** The account that is born with it unless the client has one (N-05); left out, none is. */
  readonly account?: NewClientAccount | null;
}

/** Ends a contract for good (row N-07). */
export interface CloseContractCommand extends CommandBase {
  readonly kind: 'contract.close';
  readonly contractId: string;
  readonly userId: string;
  readonly reason: string;
}
