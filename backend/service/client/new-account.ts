import type { NewClientAccount } from '#domain/client/client-account.ts';
import type { LoginKind, ProgrammeProfile } from '#domain/identity/programme.ts';
import { ok, refuse } from '#domain/result.ts';
import type { CredentialSheet } from '#protocol/records/client/account.ts';
import type { Answer } from '../outcome.ts';
import { drawnPassword, drawnUserName, USER_NAMES_MAX } from '../people/draws.ts';
import { lastInstantOf } from '../people/password-term.ts';
import type { Service } from '../service.ts';
import type { ContractPaper } from './client-papers.ts';
import type { KeptClient } from './client-rows.ts';

/** What an account is made from. */
export interface AccountPapers {
  readonly paper: ContractPaper;
  readonly programme: ProgrammeProfile;
}

export interface DrawnAccount<T> {
  readonly account: NewClientAccount;
  readonly password: string;
  /** What `make` answered. */
  readonly made: T;
}

/**
 * Draws the account of a client's first person, who manages the client's others, and has it made;
 * a login that is taken is drawn anew (row N-05).
 * @returns `LOGIN_TAKEN` where the login is no drawn one; `FIELD_REQUIRED` {field: email | phone}
 */
export async function drawAccount<T>(
  service: Service,
  { paper: { client }, programme }: AccountPapers,
  make: (account: NewClientAccount) => Promise<T | 'taken'>,
): Promise<Answer<DrawnAccount<T>>> {
  const { programmeId, account: rules } = programme;
  const password = drawnPassword(service);
  const passwordHash = await service.hasher.hash(password);
  const passwordExpiresAtMs = lastInstantOf(programme.passwords.firstTermMs, service);
  for (let tries = 1; tries <= USER_NAMES_MAX; tries += 1) {
    const login = loginFor(service, rules.login, client);
    if (login === null) return refuse('FIELD_REQUIRED', { field: rules.login });
    const account = {
      userId: service.ids.uuid(),
      programmeId,
      clientId: client.clientId,
      login,
      displayName: client.contactName ?? client.name,
      role: rules.role,
      grants: ['full', 'owner'],
      email: client.email,
      phone: client.phone,
      passwordHash,
      passwordExpiresAtMs,
    } as const;
    const made = await make(account);
    if (made !== 'taken') return ok({ account, password, made });
  }
  return refuse('LOGIN_TAKEN');
}

/** Null where the programme's logins are a contact that is not known. */
function loginFor(service: Service, kind: LoginKind, client: KeptClient): string | null {
  switch (kind) {
    case 'given':
    case 'immutable':
      return drawnUserName(service);
    case 'email':
      return client.email;
    case 'phone':
      return client.phone;
  }
}

/** What is printed of an account and handed over (row N-06). */
export function sheetOf(
  { paper, programme }: AccountPapers,
  names: Pick<CredentialSheet, 'userId' | 'login' | 'displayName' | 'temporaryPassword'>,
  printedAtMs: number,
): CredentialSheet {
  const { programmeId } = programme;
  const contract = { contractNumber: paper.number, clientName: paper.client.name };
  return { programmeId, ...contract, ...names, printedAtMs };
}
