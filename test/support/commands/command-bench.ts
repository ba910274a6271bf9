import { v7 as uuid } from 'uuid';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import type { AccountBirth } from '#domain/identity/programme.ts';
import type { Account } from '#service/people/people-rows.ts';
import { companyOf, draftContract, enterClient } from '../backend/client-papers.ts';
import { call, type TestAuth } from '../backend/http-client.ts';
import { openMemberProgramme, type MemberNetwork } from '../backend/member-programme.ts';
import { sessionFor } from '../backend/programme-people.ts';
import { programmeWith, useProgramme } from '../backend/programmes.ts';
import { RecoveryBench } from '../backend/recovery-bench.ts';
import { TestWorkstation } from '../backend/test-workstation.ts';

/** One command as somebody sends it, and what else might be sent under its id. */
export interface Sample {
  /** Everything but the command's id. */
  readonly input: object;
  /** Where preparing it has needed the id already. */
  readonly commandId?: string;
  /** What another command under the same id asks differently; null: there is nothing to ask. */
  readonly other: object | null;
  readonly auth: TestAuth;
  /** Somebody else who may send the same; null where anybody may, and has to know what is asked. */
  readonly somebody: TestAuth | null;
}

export type Prepare = (bench: CommandBench) => Promise<Sample>;

/** Two of each kind of people who may command, and programmes of each birth. */
export interface CommandBench {
  readonly of: RecoveryBench;
  readonly url: string;
  readonly administrators: Pair;
  readonly managers: Pair;
  readonly workstations: Pair;
  readonly desks: Pair;
  readonly members: MemberNetwork;
}

interface Pair {
  readonly auth: TestAuth;
  readonly somebody: TestAuth;
}

export async function startCommandBench(): Promise<CommandBench> {
  const of = await RecoveryBench.start();
  const { network, url } = of;
  const administrator = { session: network.administrator };
  const other = async (login: string, role: 'administrator' | 'client-manager' | 'operator') => {
    const account = await of.account('mail-link', { login, role, programmeId: null });
    return sessionFor(network, account);
  };
  const births: readonly AccountBirth[] = ['with-contract', 'after-card', 'by-invitation'];
  for (const birth of births) {
    await useProgramme(network.backend, { ...programmeWith({ birth }), programmeId: birth });
  }
  const place = { commandId: uuid(), stationId: network.stationId };
  const { code } = await call(url, 'workstation.code', place, administrator);
  const second = await TestWorkstation.join(url, code, of.nowMs());
  const { bearer } = network.workstation;
  return {
    of,
    url,
    administrators: { auth: administrator, somebody: await other('chief-2', 'administrator') },
    managers: {
      auth: { session: network.manager },
      somebody: await other('curator-2', 'client-manager'),
    },
    workstations: { auth: { bearer }, somebody: { bearer: second.bearer } },
    desks: {
      auth: { bearer, session: network.operator },
      somebody: { bearer, ...(await other('till-2', 'operator')) },
    },
    members: await openMemberProgramme(network),
  };
}

/** Somebody of a programme who is signed in, and another one who is. */
export async function twoPeople(
  { of }: CommandBench,
  patch: Partial<Account> = {},
): Promise<Pair & { readonly account: Account }> {
  const [account, another] = [await of.account('mail-link', patch), await of.account('mail-link')];
  const auth = await sessionFor(of.network, account);
  return { account, auth, somebody: await sessionFor(of.network, another) };
}

export interface Papers {
  readonly clientId: string;
  readonly contractId: string;
}

let drawn = 0;

/** A number that no other sample has. */
export function next(): string {
  drawn += 1;
  return String(drawn).padStart(5, '0');
}

/** A client with a contract that is drawn up. */
export async function drafted(
  { of: { network } }: CommandBench,
  programmeId: string | null,
  ofTaxId?: string,
): Promise<Papers> {
  const number = next();
  const taxId = ofTaxId ?? fictitiousInn(Number(number));
  const email = `office-${number}@firma.example`;
  const clientId = await enterClient(network, companyOf({ taxId, email }));
  return { clientId, contractId: await draftContract(network, { clientId, programmeId, number }) };
}

/** The same when it is signed. */
export async function signed(
  bench: CommandBench,
  programmeId: string | null,
  taxId?: string,
): Promise<Papers> {
  const papers = await drafted(bench, programmeId, taxId);
  const signing = { commandId: uuid(), contractId: papers.contractId, creditLimitMinor: 0 };
  await call(bench.url, 'contract.sign', signing, bench.managers.auth);
  return papers;
}

/** The same with the client's own account. */
export async function withAccount(
  bench: CommandBench,
): Promise<Papers & { readonly account: Account }> {
  const papers = await signed(bench, 'with-contract');
  const [account] = await bench.of.stores.people.accountsOf(papers.clientId);
  if (account === undefined) throw new Error('the contract brought no account');
  return { ...papers, account };
}

/** A member who is registered, and his session. */
export async function memberOf(
  bench: CommandBench,
): Promise<{ readonly account: Account; readonly auth: TestAuth }> {
  const { of, members } = bench;
  const phone = `+7916${next().padStart(7, '0')}`;
  const { programmeId } = members;
  const account = await of.account('sms-code', {
    role: 'member',
    login: phone,
    phone,
    programmeId,
  });
  const { userId } = account;
  const member = { userId, programmeId, pointsAccountId: uuid(), registeredAtMs: of.nowMs() };
  await of.commit({ kind: 'member.add', member });
  return { account, auth: await sessionFor(of.network, account) };
}
