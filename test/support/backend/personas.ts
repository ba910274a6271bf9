import { v7 as uuid } from 'uuid';
import { grants, isOfClient, roles, type RightsHolder } from '#domain/identity/rights.ts';
import { PASSWORD, signIn, type SmallNetwork } from './small-network.ts';

/** Somebody with every right of one kind of person, and none besides. */
export interface Persona extends RightsHolder {
  /** His login, too. */
  readonly name: string;
}

/** Everybody whom the table of rights knows: each role, and a representative with each grant. */
export const personas: readonly Persona[] = roles.flatMap((role): readonly Persona[] =>
  role === 'representative'
    ? grants.map((grant) => ({ name: `${role}-${grant}`, role, grants: [grant] }))
    : [{ name: role, role }],
);

export const clientPersonas = personas.filter(({ role }) => isOfClient(role));

/** An account for each of them, those of clients at one client; their sessions by their names. */
export async function signInAll(
  { url, backend }: Pick<SmallNetwork, 'url' | 'backend'>,
  asked: readonly Persona[],
  clientId: string | null,
): Promise<ReadonlyMap<string, string>> {
  const { hasher, stores, clock } = backend.service;
  const passwordHash = await hasher.hash(PASSWORD);
  const sessions = new Map<string, string>();
  for (const { name, role, grants: given = [] } of asked) {
    const userId = uuid();
    const user = { userId, login: name, displayName: name, role, active: true, passwordHash };
    const ofClient = clientId !== null && isOfClient(role) ? { clientId } : {};
    await stores.identity.addUser({ ...user, ...ofClient });
    const account = await stores.people.accountById(userId);
    if (account === null) throw new Error('the account was added');
    const granted = { kind: 'account.put', account: { ...account, grants: given } } as const;
    await stores.people.commit({ atMs: clock.nowMs(), audit: null, changes: [granted] });
    sessions.set(name, await signIn(url, name));
  }
  return sessions;
}
