import type { ContractState } from '#domain/contract/contract.ts';
import type { AccountBirth } from '#domain/identity/programme.ts';

interface Standing {
  readonly state: ContractState;
  /** Whether it is under a programme at all. */
  readonly hasProgramme: boolean;
  /** How the people of its programme come by an account; null where that is not open. */
  readonly birth: AccountBirth | null;
  readonly hasAccount: boolean;
}

/** What comes next on the way to the account of a contract's client, in one word and as buttons. */
export interface AccountSteps {
  readonly text:
    | 'noProgramme'
    | 'shut'
    | 'closed'
    | 'unsigned'
    | 'withContract'
    | 'afterCard'
    | 'byInvitation'
    | 'byApplication'
    | 'open';
  /** Staff open it here. */
  readonly mayOpen: boolean;
  /** Its sheet may be printed anew. */
  readonly mayRenew: boolean;
  /** The way goes on at the client's page. */
  readonly atClient: boolean;
}

const nothing = { mayOpen: false, mayRenew: false, atClient: false };

export function accountSteps(standing: Standing): AccountSteps {
  const { state, hasProgramme, birth, hasAccount } = standing;
  if (state === 'closed') return { ...nothing, text: 'closed' };
  if (!hasProgramme) return { ...nothing, text: 'noProgramme' };
  if (birth === 'by-invitation') {
    return { ...nothing, text: 'byInvitation', atClient: true };
  }
  if (birth === 'by-application') return { ...nothing, text: 'byApplication', atClient: true };
  if (birth === null || birth === 'by-member') return { ...nothing, text: 'shut' };
  if (hasAccount) return { ...nothing, text: 'open', mayRenew: state === 'signed' };
  const text = birth === 'after-card' ? 'afterCard' : 'withContract';
  if (state === 'draft') return { ...nothing, text: text === 'afterCard' ? text : 'unsigned' };
  return { ...nothing, text, mayOpen: true };
}
