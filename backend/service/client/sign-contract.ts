import type { AuditEntry } from '#domain/audit/audit-entry.ts';
import type { OutcomeValue } from '#domain/authority/change.ts';
import type { SignContractCommand } from '#domain/authority/contract-command.ts';
import { maySignWith } from '#domain/client/client.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { askAuthority } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { programmeOf } from '../programme/programme-of.ts';
import type { Service } from '../service.ts';
import { drawAccount, sheetOf, type AccountPapers } from './new-account.ts';

type Signing = RouteInput<'contract.sign'>;
type Signed = Answer<RouteAnswer<'contract.sign'>>;

interface ToldSigning {
  readonly input: Signing;
  readonly told: AuditEntry;
}

/**
 * Puts a contract in force with a credit; signing it again sets the credit anew. Under a programme
 * it needs what the programme must know of the client (rows O-02, O-08), and where accounts are
 * born with the contract the client's one account is made in the same transaction, or the contract
 * stays unsigned (row N-05). Its password is said in this answer alone (row N-06).
 */
export async function signContract(
  service: Service,
  input: Signing,
  caller: Caller,
): Promise<Signed> {
  const signing = { input, told: commandEntry('contract.sign', input, caller) };
  const paper = await service.stores.clients.contractPaper(input.contractId);
  const programmeId = paper?.programmeId ?? null;
  if (paper === null || programmeId === null) return done(await decided(service, signing, {}));
  const programme = await programmeOf(service, programmeId);
  if (programme === null) return refuse('PROGRAMME_NOT_FOUND', { programmeId });
  const fits = maySignWith(paper.client, programme.account);
  if (!fits.ok) return done(await decided(service, signing, { missing: fits }));
  if (programme.account.birth !== 'with-contract') {
    return done(await decided(service, signing, {}));
  }
  return withAccount(service, signing, { paper, programme });
}

async function withAccount(
  service: Service,
  signing: ToldSigning,
  papers: AccountPapers,
): Promise<Signed> {
  const drawn = await drawAccount(service, papers, async (account) => {
    const answer = await decided(service, signing, { account });
    return answer.ok || answer.code !== 'LOGIN_TAKEN' ? answer : 'taken';
  });
  if (!drawn.ok) return drawn;
  const { account, password, made } = drawn.value;
  if (!made.ok) return made;
  if (made.value.kind !== 'signed') return ok({ done: true });
  const { userId, login } = made.value.account;
  // The password is of the account that was drawn here, and not of one that was there before.
  const known = userId === account.userId ? password : null;
  const names = { userId, login, displayName: account.displayName, temporaryPassword: known };
  return ok({ done: true, sheet: sheetOf(papers, names, service.clock.nowMs()) });
}

function decided(
  service: Service,
  { input: { commandId, ...asked }, told }: ToldSigning,
  more: Pick<SignContractCommand, 'missing' | 'account'>,
): Promise<Answer<OutcomeValue>> {
  const base = { kind: 'contract.sign', commandId, workstationId: null } as const;
  const command = { ...base, atMs: service.clock.nowMs(), ...asked, ...more };
  return askAuthority(service, command, asked, told);
}

function done(answer: Answer<OutcomeValue>): Signed {
  return answer.ok ? ok({ done: true }) : answer;
}
