import { v7 as uuid } from 'uuid';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import { call } from '../backend/http-client.ts';
import { registrationForm } from '../backend/member-programme.ts';
import { cameIn, openProgramme, sessionFor } from '../backend/programme-people.ts';
import { PASSWORD } from '../backend/small-network.ts';
import { memberOf, next, twoPeople, type CommandBench, type Prepare } from './command-bench.ts';

// What people command for themselves, and what workstations tell of them.

/** A programme with documents, one of whose people has read them all. */
async function readers(bench: CommandBench) {
  const shipped = shippedProgrammes().find(({ documents }) =>
    documents.some(({ kind }) => kind === 'marketing'),
  );
  const profile = { ...programmeProfile.parse(shipped), programmeId: `terms-${next()}` };
  const heads = await openProgramme(bench.of.network, profile);
  const accepted = heads.map(({ kind, version, hash }) => {
    return { kind, version, hash, language: 'ru' as const };
  });
  const { programmeId } = profile;
  const account = await bench.of.account('mail-link', { programmeId });
  const another = await bench.of.account('mail-link', { programmeId });
  const auth = await sessionFor(bench.of.network, account);
  const somebody = await sessionFor(bench.of.network, another);
  return { accepted, account, auth, somebody, programmeId };
}

export const ownSamples = {
  'contact.change': async (bench) => {
    const { auth, somebody } = await twoPeople(bench);
    const input = {
      kind: 'email',
      value: `new-${next()}@firma.example`,
      currentPassword: PASSWORD,
    };
    return { input, other: { value: `new-${next()}@firma.example` }, auth, somebody };
  },
  'contact.cancel': async (bench) => {
    const { auth, somebody } = await twoPeople(bench);
    const asked = { value: `new-${next()}@firma.example`, currentPassword: PASSWORD };
    const change = { commandId: uuid(), kind: 'email', ...asked } as const;
    await call(bench.url, 'contact.change', change, auth);
    return { input: { kind: 'email' }, other: { kind: 'phone' }, auth, somebody };
  },
  'personal-data.put': async (bench) => {
    const { auth, somebody } = await twoPeople(bench);
    const other = { postalAddress: 'Тверь, 2' };
    return { input: { postalAddress: 'Тверь, 1' }, other, auth, somebody };
  },
  'account.erase-request': async (bench) => {
    const { auth, somebody } = await twoPeople(bench);
    return { input: {}, other: null, auth, somebody };
  },
  'account.erase-take-back': async (bench) => {
    const { auth, somebody } = await twoPeople(bench);
    await call(bench.url, 'account.erase-request', { commandId: uuid() }, auth);
    return { input: {}, other: null, auth, somebody };
  },
  'consent.accept': async (bench) => {
    const { accepted, auth, somebody } = await readers(bench);
    return { input: { accepted }, other: { accepted: accepted.slice(1) }, auth, somebody };
  },
  'consent.withdraw': async (bench) => {
    const { accepted, auth, somebody } = await readers(bench);
    await call(bench.url, 'consent.accept', { commandId: uuid(), accepted }, auth);
    return { input: { kind: 'marketing' }, other: { kind: 'personal-data' }, auth, somebody };
  },
  'consent.told': async (bench) => {
    const { accepted, account, programmeId } = await readers(bench);
    const { userId } = account;
    await cameIn(bench.of.network, account);
    const input = { ...accepted[0], userId, programmeId, acceptedAtMs: bench.of.nowMs() };
    return { input, other: { language: 'en' }, ...bench.workstations };
  },
  'sign-in.errors': async (bench) => {
    const of = { programmeId: 'mail-code', login: `nobody-${next()}` };
    const input = { ...of, errorCount: 1, lastErrorAtMs: bench.of.nowMs() };
    return { input, other: { errorCount: 2 }, ...bench.workstations };
  },
  'registration.start': async ({ members }) => {
    const { commandId: _id, ...input } = registrationForm(members, {
      phone: `+7917${next().padStart(7, '0')}`,
    });
    return { input, other: { language: 'en' }, auth: {}, somebody: null };
  },
  'registration.start-at-desk': async ({ members, desks }) => {
    const { commandId: _id, ...input } = registrationForm(members, {
      phone: `+7918${next().padStart(7, '0')}`,
    });
    return { input, other: { language: 'en' }, ...desks };
  },
  'member.add-card': async (bench) => {
    const { auth } = await memberOf(bench);
    const { auth: somebody } = await memberOf(bench);
    const other = { card: { way: 'card', pan: '7005123412341204' } };
    return { input: { card: { way: 'virtual' } }, other, auth, somebody };
  },
  'feedback.send': async (bench) => {
    const words = { contact: 'olga@example.org', text: 'Когда откроется кабинет?' };
    const at = { workstationId: null, writtenAtMs: bench.of.nowMs() };
    const input = { ...words, ...at, programmeId: null, language: 'ru' };
    return { input, other: { text: 'Другое' }, auth: {}, somebody: null };
  },
} satisfies Readonly<Record<string, Prepare>>;
