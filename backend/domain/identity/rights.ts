// The one table of who may do what. The backend and the workstation enforce it, the screen asks it
// to leave a button out (acceptance G10). Scope (whose card, which contract) is judged apart from
// the right.

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
  'card.take-back',
  'card.change',
  'card.set-pin',
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
  'account.manage',
  'account.recover',
  'application.manage',
  'feedback.view',
  'feedback.manage',
  'user.unlock',
  'session.manage',
  'programme.manage',
  'channel.manage',
  'message.view',
  'member.register',
  'member.cards',
  'news.manage',
  'station.describe',
] as const;

export type Right = (typeof rights)[number];

/**
 * What a client lets one of its representatives do (architecture §11). An owner has the full grant
 * and manages his client's other people: whoever hands grants out holds them all.
 */
export const grants = ['full', 'limits', 'read', 'papers', 'owner'] as const;

export type Grant = (typeof grants)[number];

/** The one that is within every other. */
export const LEAST_GRANT: Grant = 'papers';

const paperRights = ['contract.view', 'statement.view', 'sync.view'] as const;
const readRights = [...paperRights, 'sale.view', 'card.view', 'limit.view'] as const;
/**
 * Stopping a lost card is allowed wherever limits are; letting it spend again is not (row O-13).
 */
const limitRights = [...readRights, 'limit.change', 'card.block'] as const;

/** A PIN is set by the holder, so by whoever speaks for his client (row N-20). */
const fullRights = [...limitRights, 'card.unblock', 'card.set-pin'] as const;

const ofGrant: Readonly<Record<Grant, readonly Right[]>> = {
  full: fullRights,
  limits: limitRights,
  read: readRights,
  papers: paperRights,
  owner: [...fullRights, 'account.manage'],
};

/** What a role may; a representative of whom nothing else was said has the full grant. */
const table: Readonly<Record<Role, readonly Right[]>> = {
  operator: [
    'sale.make',
    'sale.view',
    'card.view',
    'card.block',
    'card.take-back',
    'limit.view',
    'statement.view',
    'sync.view',
    'member.register',
  ],
  'shift-supervisor': [
    'sale.make',
    'sale.view',
    'sale.refund',
    'sale.enter',
    'card.view',
    'card.block',
    'card.take-back',
    'limit.view',
    'statement.view',
    'sync.view',
    'user.unlock',
    'feedback.view',
    'member.register',
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
    'card.take-back',
    'card.change',
    'card.set-pin',
    'limit.view',
    'limit.change',
    'contract.view',
    'contract.change',
    'statement.view',
    'register.import',
    'sync.view',
    'exposure.view',
    'pii.view',
    'account.manage',
    'account.recover',
    'application.manage',
    'feedback.view',
    'feedback.manage',
    'member.register',
    'news.manage',
    'station.describe',
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
    'account.recover',
    'application.manage',
    'feedback.view',
    'feedback.manage',
    'user.unlock',
    'session.manage',
    'programme.manage',
    'channel.manage',
    'message.view',
    'news.manage',
    'station.describe',
  ],
  representative: ofGrant.full,
  member: ['card.view', 'card.block', 'card.set-pin', 'statement.view', 'member.cards'],
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

/** True for the name of a right. */
export function isRight(name: string): name is Right {
  return rights.some((right) => right === name);
}

/** True for the name of a role. */
export function isRole(name: string): name is Role {
  return Object.hasOwn(table, name);
}

/** As much of a person as his rights hang on. */
export interface RightsHolder {
  readonly role: Role;
  /** Of a representative; what is not told, or empty, is the full grant. */
  readonly grants?: readonly Grant[] | undefined;
}

/** Whether somebody manages his client's other people, and may come in. */
export function isOwner({
  active,
  role,
  grants = [],
}: RightsHolder & { readonly active: boolean }): boolean {
  return active && role === 'representative' && grants.includes('owner');
}

/** True when the person has the right. */
export function may(person: RightsHolder, right: Right): boolean {
  return rightsOf(person).includes(right);
}

/** All rights of a person: of his role, and of a representative those of his grants. */
export function rightsOf({ role, grants: given = [] }: RightsHolder): readonly Right[] {
  if (role !== 'representative' || given.length === 0) return table[role];
  const held = new Set(given.flatMap((grant) => ofGrant[grant]));
  return rights.filter((right) => held.has(right));
}
