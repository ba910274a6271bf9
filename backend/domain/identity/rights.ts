// The one table of who may do what. The backend enforces it, the screen asks it to leave a button
// out (acceptance G10). Scope (whose card, which contract) is judged apart from the right.

export const roles = [
  'operator',
  'shift-supervisor',
  'accountant',
  'client-manager',
  'administrator',
  'representative',
  'member',
] as const;

export type Role = (typeof roles)[number];

export const rights = [
  'sale.make',
  'sale.view',
  'sale.refund',
  'sale.enter',
  'hold.void',
  'sale.vouch',
  'card.view',
  'card.block',
  'card.unblock',
  'card.change',
  'limit.view',
  'limit.change',
  'contract.view',
  'contract.change',
  'statement.view',
  'ledger.correct',
  'ledger.lock',
  'ledger.reopen',
  'register.import',
  'user.manage',
  'workstation.manage',
  'sync.view',
  'exposure.view',
  'settings.change',
  'audit.view',
  'pii.view',
] as const;

export type Right = (typeof rights)[number];

const table: Readonly<Record<Role, readonly Right[]>> = {
  operator: [
    'sale.make',
    'sale.view',
    'card.view',
    'card.block',
    'limit.view',
    'statement.view',
    'sync.view',
  ],
  'shift-supervisor': [
    'sale.make',
    'sale.view',
    'sale.refund',
    'sale.enter',
    'card.view',
    'card.block',
    'limit.view',
    'statement.view',
    'sync.view',
  ],
  accountant: [
    'sale.view',
    'sale.refund',
    'sale.enter',
    'hold.void',
    'card.view',
    'limit.view',
    'contract.view',
    'statement.view',
    'ledger.correct',
    'ledger.lock',
    'sync.view',
    'exposure.view',
  ],
  'client-manager': [
    'sale.vouch',
    'sale.view',
    'card.view',
    'card.block',
    'card.unblock',
    'card.change',
    'limit.view',
    'limit.change',
    'contract.view',
    'contract.change',
    'statement.view',
    'register.import',
    'sync.view',
    'exposure.view',
    'pii.view',
  ],
  administrator: [
    'sale.vouch',
    'sale.view',
    'hold.void',
    'card.view',
    'card.block',
    'limit.view',
    'contract.view',
    'statement.view',
    'ledger.correct',
    'ledger.lock',
    'ledger.reopen',
    'register.import',
    'user.manage',
    'workstation.manage',
    'sync.view',
    'exposure.view',
    'settings.change',
    'audit.view',
    'pii.view',
  ],
  representative: [
    'sale.view',
    'card.view',
    'card.block',
    'card.unblock',
    'limit.view',
    'limit.change',
    'contract.view',
    'statement.view',
    'sync.view',
  ],
  member: ['card.view', 'card.block', 'statement.view'],
};

/** Roles of clients' people: they see what is their client's and nothing else. */
const ofClients: ReadonlySet<Role> = new Set(['representative', 'member']);

/** The client of a client's person who was given none: nobody has it, so nothing is seen. */
const NO_CLIENT = '';

/** True for a role that sees one client's objects and nothing else. */
export function isOfClient(role: Role): boolean {
  return ofClients.has(role);
}

/** The only client whose objects a person may see; null for the network's own people. */
export function clientScope(role: Role, clientId: string | null | undefined): string | null {
  return isOfClient(role) ? (clientId ?? NO_CLIENT) : null;
}

/** True for the name of a role. */
export function isRole(name: string): name is Role {
  return Object.hasOwn(table, name);
}

/** True when the role has the right. */
export function may(role: Role, right: Right): boolean {
  return table[role].includes(right);
}

/** All rights of a role. */
export function rightsOf(role: Role): readonly Right[] {
  return table[role];
}
