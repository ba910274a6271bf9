import { v7 as uuid } from 'uuid';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import { call, callRaw } from '../backend/http-client.ts';
import { sentMessages } from '../backend/member-programme.ts';
import { openProgramme, sessionFor } from '../backend/programme-people.ts';
import { next, signed, type CommandBench, type Prepare } from './command-bench.ts';

// What staff command about people, applications, feedback, programmes, messages and news.

const profileOf = (programmeId: string) => {
  const shipped = shippedProgrammes().find(({ account }) => account.birth === 'by-application');
  return { ...programmeProfile.parse(shipped), programmeId };
};

async function applicants(bench: CommandBench) {
  const programmeId = `applicants-${next()}`;
  await openProgramme(bench.of.network, profileOf(programmeId));
  const { rows } = await call(bench.url, 'user.list', {}, bench.administrators.auth);
  const idOf = (login: string) => rows.find((row) => row.login === login)?.userId ?? null;
  const named = { curatorUserId: idOf('curator'), headUserId: idOf('curator-2') };
  const assignment = { commandId: uuid(), programmeId, memberContractId: null, ...named };
  await call(bench.url, 'assignment.put', assignment, bench.administrators.auth);
  return { programmeId, form: formOf() };
}

/** Whoever applies is of the client of the contract. */
const TAX_ID = fictitiousInn(1);

const formOf = () => ({
  clientName: 'ООО «Котельная»',
  taxId: TAX_ID,
  contractNumber: 'client-1',
  personName: 'Ольга Тестова',
  phone: '8 916 000-00-09',
  email: 'olga@example.org',
  authority: { title: 'Доверенность', number: '5', fromOn: '2026-01-01', untilOn: '2026-12-31' },
});

async function filed(bench: CommandBench) {
  const asked = { commandId: uuid(), ...(await applicants(bench)), language: 'ru' } as const;
  const { applicationId } = await call(bench.url, 'application.file', asked);
  return { applicationId, programmeId: asked.programmeId };
}

const filing = async (bench: CommandBench) => {
  const { programmeId, form } = await applicants(bench);
  const other = { form: { ...form, personName: 'Другая Тестова' } };
  return { input: { programmeId, form, language: 'ru' }, other };
};

async function feedback(bench: CommandBench): Promise<string> {
  const words = { contact: 'olga@example.org', text: 'Когда?' };
  const at = { workstationId: null, writtenAtMs: bench.of.nowMs() };
  const commandId = uuid();
  const asked = { commandId, ...words, ...at, programmeId: null, language: 'ru' } as const;
  await call(bench.url, 'feedback.send', asked);
  return commandId;
}

const announcement = () => ({
  newsId: uuid(),
  texts: { ru: { title: 'Новость', text: 'Текст' } },
  audience: 'everybody' as const,
  programmeId: null,
  fromMs: null,
  untilMs: null,
  revision: null,
});

async function staff(bench: CommandBench): Promise<string> {
  const login = `staff-${next()}`;
  return (await bench.of.account('mail-link', { login, role: 'operator', programmeId: null }))
    .userId;
}

type Tried = 'queued' | 'sent' | 'failed';

/** The newest message, after its carrier has tried it. */
async function message(bench: CommandBench, state: Tried): Promise<string> {
  const account = await bench.of.account('mail-link');
  await bench.of.recover('mail-link', account.email ?? '');
  const [newest] = await sentMessages(bench.of.network);
  if (state !== 'queued') await bench.of.deliver(state);
  return newest?.messageId ?? '';
}

const acting =
  (state: Tried): Prepare =>
  async (bench) => {
    const input = { messageId: await message(bench, state) };
    return { input, other: { messageId: uuid() }, ...bench.administrators };
  };

const mail = {
  host: '127.0.0.1',
  port: 9,
  security: 'none',
  user: null,
  fromAddress: 'cabinet@network.example',
  site: null,
  trustedCaPem: null,
} as const;

const change = { channel: 'email', settings: mail } as const;

/** A second person has to agree: who asked, and what waits for the other. */
async function erasing(bench: CommandBench) {
  const { userId } = await bench.of.account('mail-link');
  const input = { commandId: uuid(), userId, reason: 'request' };
  await callRaw(bench.url, 'account.erase', input, bench.managers.auth);
  const { rows } = await call(bench.url, 'approval.list', {}, bench.managers.somebody);
  const waits = rows.find(({ subjectId }) => subjectId === userId);
  return { input, approvalId: waits?.approvalId ?? '' };
}

async function lostMailbox(bench: CommandBench) {
  const { login } = await bench.of.account('mail-code', { programmeId: 'mail-code' });
  const checks = ['identity-document', 'authority-document', 'contract-known'] as const;
  const newEmail = `new-${next()}@firma.example`;
  return { kind: 'lost-mailbox', programmeId: 'mail-code', login, checks: [...checks], newEmail };
}

export const officeSamples = {
  'recovery-case.open': async (bench) => {
    const input = await lostMailbox(bench);
    return { input, other: { newEmail: `new-${next()}@firma.example` }, ...bench.managers };
  },
  'recovery-case.decide': async (bench) => {
    const opening = { commandId: uuid(), ...(await lostMailbox(bench)) };
    await callRaw(bench.url, 'recovery-case.open', opening, bench.managers.somebody);
    const input = { caseId: opening.commandId, confirmed: false, reason: 'unknown' };
    return { input, other: { reason: 'another' }, ...bench.managers };
  },
  'account.erase': async (bench) => {
    const { input: asked, approvalId } = await erasing(bench);
    const { commandId, ...input } = asked;
    const giving = { commandId: uuid(), approvalId };
    await call(bench.url, 'approval.give', giving, bench.managers.somebody);
    return { commandId, input, other: { reason: 'another' }, ...bench.managers };
  },
  'account.erase-decline': async (bench) => {
    const account = await bench.of.account('mail-link');
    const own = await sessionFor(bench.of.network, account);
    await call(bench.url, 'account.erase-request', { commandId: uuid() }, own);
    const input = { userId: account.userId, reason: 'a debt is open' };
    return { input, other: { reason: 'another' }, ...bench.managers };
  },
  'approval.give': async (bench) => {
    const { approvalId } = await erasing(bench);
    const { auth: somebody } = bench.administrators;
    const auth = bench.managers.somebody;
    return { input: { approvalId }, other: { approvalId: uuid() }, auth, somebody };
  },
  'approval.refuse': async (bench) => {
    const { approvalId } = await erasing(bench);
    const { auth: somebody } = bench.administrators;
    const input = { approvalId, reason: 'unknown' };
    return { input, other: { reason: 'another' }, auth: bench.managers.somebody, somebody };
  },
  'user.create': async ({ administrators }) => {
    const input = { login: `made-${next()}`, displayName: 'Пётр Иванов', role: 'operator' };
    return { input, other: { displayName: 'Иван Петров' }, ...administrators };
  },
  'user.set-client': async (bench) => {
    const programmeId = null;
    const { userId } = await bench.of.account('mail-link', { programmeId, clientId: 'client-1' });
    const input = { userId, clientId: 'client-2' };
    return { input, other: { clientId: 'client-1' }, ...bench.administrators };
  },
  'user.put': async (bench) => {
    const who = { userId: await staff(bench), displayName: 'Пётр Иванов' };
    const input = { ...who, role: 'operator', active: true };
    return { input, other: { active: false }, ...bench.administrators };
  },
  'user.reset-password': async (bench) => {
    const input = { userId: await staff(bench), reason: 'forgot' };
    return { input, other: { reason: 'another' }, ...bench.administrators };
  },
  'staff-rules.put': async ({ administrators }) => {
    const input = { offlineDays: 3, seenDays: 7 };
    return { input, other: { offlineDays: 5 }, ...administrators };
  },
  'user.unlock': async ({ administrators }) => {
    const input = { programmeId: null, login: 'till', reason: 'forgot' };
    return { input, other: { reason: 'another' }, ...administrators };
  },
  'kit.add': async ({ members, managers }) => {
    const { programmeId } = members;
    const input = { programmeId, mainCardId: 'kit-1', additionalCardIds: ['kit-2', 'kit-3'] };
    return { input, other: { mainCardId: 'kit-4' }, ...managers };
  },
  'assignment.put': async ({ administrators }) => {
    const named = { memberContractId: null, curatorUserId: null, headUserId: null };
    const input = { programmeId: 'mail-link', ...named };
    return { input, other: { memberContractId: 'client-1' }, ...administrators };
  },
  'programme.put': async ({ administrators }) => {
    const input = { profile: profileOf(`made-${next()}`), active: true, revision: null };
    return { input, other: { active: false }, ...administrators };
  },
  'terms.publish': async (bench) => {
    const { programmeId } = await applicants(bench);
    const kind = profileOf(programmeId).documents[0]?.kind;
    const texts = { ru: { title: 'Правила', body: 'Вторая редакция' } };
    const input = { programmeId, kind, fromMs: null, texts };
    const body = 'Третья редакция';
    return { input, other: { texts: { ru: { ...texts.ru, body } } }, ...bench.administrators };
  },
  'application.file': async (bench) => {
    return { ...(await filing(bench)), auth: {}, somebody: null };
  },
  'application.enter': async (bench) => ({ ...(await filing(bench)), ...bench.managers }),
  'application.see': async (bench) => {
    const [{ applicationId }, other] = [await filed(bench), await filed(bench)];
    const another = { applicationId: other.applicationId };
    return { input: { applicationId }, other: another, ...bench.managers };
  },
  'application.process': async (bench) => {
    const { applicationId, programmeId } = await filed(bench);
    const { contractId } = await signed(bench, programmeId, TAX_ID);
    for (const auth of [bench.managers.auth, bench.managers.somebody]) {
      await call(bench.url, 'application.see', { commandId: uuid(), applicationId }, auth);
    }
    const input = { applicationId, contractId };
    return { input, other: { contractId: 'client-1' }, ...bench.managers };
  },
  'application.reject': async (bench) => {
    const { applicationId } = await filed(bench);
    for (const auth of [bench.managers.auth, bench.managers.somebody]) {
      await call(bench.url, 'application.see', { commandId: uuid(), applicationId }, auth);
    }
    const input = { applicationId, reason: 'unknown' };
    return { input, other: { reason: 'another' }, ...bench.managers };
  },
  'feedback.answer': async (bench) => {
    const input = { feedbackId: await feedback(bench), answer: 'Скоро.' };
    return { input, other: { answer: 'Завтра.' }, ...bench.managers };
  },
  'feedback.close': async (bench) => {
    const input = { feedbackId: await feedback(bench) };
    return { input, other: { feedbackId: uuid() }, ...bench.managers };
  },
  'news.put': async ({ managers }) => {
    const input = announcement();
    return { input, other: { texts: { ru: { title: 'Другая', text: 'Т' } } }, ...managers };
  },
  'news.withdraw': async (bench) => {
    const written = { commandId: uuid(), ...announcement() };
    await call(bench.url, 'news.put', written, bench.managers.auth);
    const { newsId } = written;
    return { input: { newsId }, other: { newsId: uuid() }, ...bench.managers };
  },
  'station.describe': async (bench) => {
    const { stationId } = bench.of.network;
    const input = { stationId, address: 'Тверь, 1', phone: null, hours: null, revision: 0 };
    return { input, other: { address: 'Тверь, 2' }, ...bench.managers };
  },
  'message.retry': acting('failed'),
  'message.cancel': acting('queued'),
  'message.bounced': acting('sent'),
  'channel.set': async (bench) => {
    const { email } = await call(bench.url, 'channel.get', {}, bench.administrators.auth);
    const input = { revision: email?.revision ?? 0, change };
    const other = { change: { ...change, settings: { ...mail, port: 10 } } };
    return { input, other, ...bench.administrators };
  },
  'channel.test': async (bench) => {
    const { auth } = bench.administrators;
    const { email } = await call(bench.url, 'channel.get', {}, auth);
    const setting = { commandId: uuid(), revision: 0, change };
    // One that is set up is no administrator's to change alone.
    if (email === null) await call(bench.url, 'channel.set', setting, auth);
    const input = { channel: 'email', to: 'it@network.example', language: 'ru' };
    return { input, other: { to: 'another@network.example' }, ...bench.administrators };
  },
} satisfies Readonly<Record<string, Prepare>>;
