import type { ContractState } from '#domain/contract/contract.ts';
import type { Look } from './look.ts';

/** How the states of a contract look, wherever one is named. */
export const contractLooks: Readonly<Record<ContractState, Look>> = {
  draft: { tone: 'warn', icon: 'edit' },
  signed: { tone: 'ok', icon: 'ok' },
  closed: { tone: 'neutral', icon: 'close' },
};
