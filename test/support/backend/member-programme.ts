import { v7 as uuid } from 'uuid';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import type { ProgrammeRecord } from '#protocol/records/programme.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { call } from './http-client.ts';
import type { SmallNetwork } from './small-network.ts';

// A network that runs a programme of members, made of the shipped one's data.

export const MEMBER_CONTRACT = 'members';
export const MEMBER_PANS = [1, 2, 3, 4].map((n) => `700512341234120${n}`);
export const MEMBER_PASSWORD = 'forty wet mountains';

/** The shipped profile of members; without a robot check, which has tests of its own. */
export function memberProfile(patch: Partial<ProgrammeRecord> = {}): ProgrammeRecord {
  const shipped = shippedProgrammes().find(({ account }) => account.birth === 'by-member');
  const profile = programmeProfile.parse(shipped);
  return { ...profile, signIn: { ...profile.signIn, robotCheck: [] }, ...patch };
}

export interface MemberNetwork {
  readonly programmeId: string;
  readonly ticks: RouteInput<'registration.start'>['ticks'];
}

/** Puts the programme to use, publishes its documents, and names the contract of its members. */
export async function openMemberProgramme(
  { url, administrator, manager }: Pick<SmallNetwork, 'url' | 'administrator' | 'manager'>,
  profile = memberProfile(),
): Promise<MemberNetwork> {
  const { programmeId } = profile;
  const auth = { session: administrator };
  const put = { commandId: uuid(), profile, active: true, revision: null };
  await call(url, 'programme.put', put, auth);
  const ticks: RouteInput<'registration.start'>['ticks'] = [];
  for (const { kind } of profile.documents) {
    const texts = { ru: { title: kind, body: `${kind}: текст` } };
    const publishing = { commandId: uuid(), programmeId, kind, fromMs: null, texts };
    const { version, hash } = await call(url, 'terms.publish', publishing, auth);
    ticks.push({ kind, version, hash });
  }
  await fillMembersContract(url, manager);
  const nobody = { curatorUserId: null, headUserId: null };
  const assignment = { programmeId, memberContractId: MEMBER_CONTRACT, ...nobody };
  await call(url, 'assignment.put', { commandId: uuid(), ...assignment }, auth);
  return { programmeId, ticks };
}

async function fillMembersContract(url: string, manager: string): Promise<void> {
  const auth = { session: manager };
  const client = { sourceId: MEMBER_CONTRACT, name: 'Участники', country: 'RU', currency: 'RUB' };
  const clients = {
    register: 'clients',
    rows: [{ ...client, taxId: null, segment: null }],
  } as RouteInput<'register.import'>['content'];
  await call(url, 'register.import', { commandId: uuid(), content: clients }, auth);
  const signing = { commandId: uuid(), contractId: MEMBER_CONTRACT, creditLimitMinor: 0 };
  await call(url, 'contract.sign', signing, auth);
  const nobody = { holder: null, vehicle: null, expiresOn: null };
  const rows = MEMBER_PANS.map((pan, index) => {
    return { sourceId: `kit-${index + 1}`, pan, clientSourceId: MEMBER_CONTRACT, ...nobody };
  });
  const cards = { register: 'cards', rows } as RouteInput<'register.import'>['content'];
  await call(url, 'register.import', { commandId: uuid(), content: cards }, auth);
}

/** The form of a registration with everything right. */
export function registrationForm(
  { programmeId, ticks }: MemberNetwork,
  patch: Partial<RouteInput<'registration.start'>> = {},
): RouteInput<'registration.start'> {
  return {
    commandId: uuid(),
    programmeId,
    card: { way: 'virtual' },
    phone: '8 (916) 123-45-67',
    email: null,
    password: MEMBER_PASSWORD,
    repeat: MEMBER_PASSWORD,
    ticks: [...ticks],
    language: 'ru',
    ...patch,
  };
}

/** What stands in the queue of outgoing messages, the newest first. */
export async function sentMessages({ backend }: Pick<SmallNetwork, 'backend'>) {
  const question = {
    cursor: null,
    limit: 100,
    search: null,
    state: null,
    channel: null,
    userId: null,
  };
  return (await backend.service.stores.messages.messages(question)).rows;
}

/** The code that was sent last. */
export async function lastCode(network: Pick<SmallNetwork, 'backend'>): Promise<string> {
  const message = (await sentMessages(network)).find(
    ({ secrets }) => secrets?.['code'] !== undefined,
  );
  return String(message?.secrets?.['code']);
}
