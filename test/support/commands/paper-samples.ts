import { v7 as uuid } from 'uuid';
import { companyOf } from '../backend/client-papers.ts';
import { call } from '../backend/http-client.ts';
import { sentMessages } from '../backend/member-programme.ts';
import { PASSWORD } from '../backend/small-network.ts';
import {
  drafted,
  next,
  signed,
  withAccount,
  type CommandBench,
  type Prepare,
} from './command-bench.ts';

// What staff command about clients, their papers, their people, and whom they invite.

const document = { title: 'Доверенность', number: '5', fromOn: '2026-01-01', untilOn: null };

async function furtherPerson(bench: CommandBench) {
  const { clientId } = await withAccount(bench);
  const account = await bench.of.account('mail-link', { clientId, programmeId: 'with-contract' });
  return { clientId, userId: account.userId };
}

async function invited(bench: CommandBench) {
  const { contractId } = await signed(bench, 'by-invitation');
  const asked = { commandId: uuid(), contractId };
  const { invitationId } = await call(bench.url, 'invitation.send', asked, bench.managers.auth);
  const [letter] = await sentMessages(bench.of.network);
  // Another letter may follow after a while.
  bench.of.pass(60_000);
  return { invitationId, token: String(letter?.secrets?.['token']) };
}

const renewing: Prepare = async (bench) => {
  const { invitationId } = await invited(bench);
  const { invitationId: other } = await invited(bench);
  return { input: { invitationId }, other: { invitationId: other }, ...bench.managers };
};

export const paperSamples = {
  'client.put': async ({ managers }) => {
    const client = companyOf({ taxId: null });
    const input = { clientId: null, revision: null, client };
    return { input, other: { client: { ...client, name: 'ООО «Лира»' } }, ...managers };
  },
  // Whoever tells it, it is his who entered it, and he has been at that workstation.
  'client.told': async ({ of: { network }, workstations: { auth } }) => {
    const { workstationId, bearer } = network.workstation;
    const entering = { login: 'curator', password: PASSWORD, workstationId };
    const { userId } = (await call(network.url, 'session.open', entering, { bearer })).user;
    const client = companyOf({ taxId: null });
    const input = { userId, clientId: null, revision: null, client };
    return { input, other: { client: { ...client, name: 'ООО «Лира»' } }, auth, somebody: null };
  },
  'contract.create': async (bench) => {
    const { clientId } = await drafted(bench, null);
    const paper = { clientId, programmeId: null, number: next(), currency: 'RUB' };
    const input = { ...paper, zone: 'Europe/Moscow' };
    return { input, other: { number: next() }, ...bench.managers };
  },
  'contract.set-programme': async (bench) => {
    const { contractId } = await drafted(bench, null);
    const input = { contractId, programmeId: 'with-contract' };
    return { input, other: { programmeId: 'by-invitation' }, ...bench.managers };
  },
  'contract.sign': async (bench) => {
    const { contractId } = await drafted(bench, 'with-contract');
    const input = { contractId, creditLimitMinor: 0 };
    return { input, other: { creditLimitMinor: 100 }, ...bench.managers };
  },
  'card.hand-over': async ({ managers }) => {
    const act = { actNumber: '7', signedOn: '2026-11-20', receiverName: 'Пётр Иванов' };
    return { input: { cardId: 'card-1', ...act }, other: { actNumber: '8' }, ...managers };
  },
  'account.open': async (bench) => {
    const { contractId } = await signed(bench, null);
    const moving = { commandId: uuid(), contractId, programmeId: 'with-contract' };
    await call(bench.url, 'contract.set-programme', moving, bench.managers.auth);
    return { input: { contractId }, other: { contractId: 'client-1' }, ...bench.managers };
  },
  'account.sheet': async (bench) => {
    const { contractId } = await withAccount(bench);
    return { input: { contractId, reason: 'lost' }, other: { reason: 'torn' }, ...bench.managers };
  },
  'account.authority': async (bench) => {
    const { account, contractId } = await withAccount(bench);
    const input = { userId: account.userId, contractId, document };
    return { input, other: { document: { ...document, number: '6' } }, ...bench.managers };
  },
  'client-user.invite': async (bench) => {
    const { contractId } = await withAccount(bench);
    const email = `further-${next()}@firma.example`;
    const input = { contractId, email, displayName: 'Анна Орлова', grants: ['read'] };
    return { input, other: { grants: ['full'] }, ...bench.managers };
  },
  'client-user.put': async (bench) => {
    const of = await furtherPerson(bench);
    const input = { ...of, revision: 0, displayName: 'Анна Орлова', grants: ['read'] };
    return { input, other: { grants: ['full'] }, ...bench.managers };
  },
  'client-user.remove': async (bench) => {
    const { clientId, userId } = await furtherPerson(bench);
    return { input: { clientId, userId }, other: { userId: uuid() }, ...bench.managers };
  },
  'invitation.send': async (bench) => {
    const { contractId } = await signed(bench, 'by-invitation');
    return { input: { contractId }, other: { language: 'en' }, ...bench.managers };
  },
  'invitation.resend': renewing,
  'invitation.prolong': renewing,
  'invitation.revoke': renewing,
  'invitation.accept': async (bench) => {
    const { token } = await invited(bench);
    const { token: other } = await invited(bench);
    const input = { token, password: PASSWORD, repeat: PASSWORD };
    return { input, other: { token: other }, auth: {}, somebody: null };
  },
} satisfies Readonly<Record<string, Prepare>>;
