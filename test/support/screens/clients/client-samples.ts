// Clients of an invented network, with their contracts, people and invitations.
import type { BridgeAnswer } from '#protocol/bridge.ts';
import type { ClientWaiting } from '#protocol/bridge/clients.ts';
import type { CredentialSheet } from '#protocol/records/client/account.ts';
import type { ClientUser } from '#protocol/records/client/client-user.ts';
import type { ClientDetails, ClientEntry } from '#protocol/records/client/client.ts';
import type { InvitationRecord } from '#protocol/records/client/invitation.ts';
import { checked, programmes as doors } from '../outside/outside-samples.ts';
import { nowMs } from '../samples.ts';

const DAY_MS = 24 * 3_600_000;
const page = <Row>(rows: readonly Row[]) => {
  return { rows: [...rows], nextCursor: null, asOfMs: nowMs - 2000 };
};

export const afterCard = { ...checked, birth: 'after-card' } as const;
export const programmes: BridgeAnswer<'programme:public'> = {
  ...doors,
  programmes: doors.programmes.map((one) =>
    one.programmeId === checked.programmeId ? afterCard : one,
  ),
};

export const client: ClientDetails = {
  clientId: 'cl-1',
  type: 'legal-entity',
  name: 'ООО «Северный путь»',
  country: 'RU',
  taxId: '7707329152',
  kpp: '770701001',
  segment: 'перевозчики',
  contactName: 'Снегирёва Вера Павловна',
  phone: '+79000000077',
  email: 'office@north.example',
  revision: 3,
};

/** As a register brought it: nobody has said yet what it is and whom to reach. */
export const bareClient: ClientDetails = {
  ...client,
  clientId: 'cl-2',
  type: null,
  name: 'ТОО «Жетісу Логистик»',
  country: 'KZ',
  taxId: '020240000018',
  kpp: null,
  segment: null,
  contactName: null,
  phone: null,
  email: null,
  revision: 0,
};

export const clients = page(
  [client, bareClient].map(({ type: _type, kpp: _kpp, ...shown }) => {
    const { revision: _revision, ...record } = shown;
    return record;
  }),
);

/** What was entered of them at this workstation: it waits, is on its way, or was refused. */
export const waiting: BridgeAnswer<'client:waiting'> = {
  rows: [
    waits(1, { client: { ...entryOf(client), phone: '8 900 000-00-78' } }),
    waits(2, {
      clientId: null,
      seen: null,
      client: { ...entryOf(client), name: 'ИП Лебедев О. П.' },
      state: 'sent',
    }),
    waits(3, {
      client: { ...entryOf(client), email: 'new@north.example', contactName: 'Орлова Анна' },
      state: 'refused',
      refusedCode: 'CLIENT_CHANGED',
    }),
  ],
};

function entryOf({ clientId: _id, revision: _revision, ...entry }: ClientDetails): ClientEntry {
  return entry;
}

function waits(index: number, patch: Partial<ClientWaiting>): ClientWaiting {
  return {
    entryId: `01939c2e-0000-7000-8000-00000000000${index}`,
    clientId: client.clientId,
    seen: client,
    client: entryOf(client),
    writtenByName: 'Морозова Ирина',
    writtenAtMs: nowMs - index * 3_600_000,
    state: 'waits',
    refusedCode: null,
    refusedParams: {},
    ...patch,
  };
}

export const contracts: BridgeAnswer<'client:get'>['contracts'] = [
  { contractId: 'ct-1', number: 'Д-1041/26', state: 'signed', programmeId: 'green-voucher' },
  { contractId: 'ct-2', number: 'Д-1042/26', state: 'signed', programmeId: 'octave' },
  { contractId: 'ct-3', number: 'Д-1043/26', state: 'draft', programmeId: 'steppe-cards' },
  { contractId: 'ct-9', number: 'Д-0911/24', state: 'closed', programmeId: null },
];

const person = (patch: Partial<ClientUser>): ClientUser => ({
  userId: 'cu-1',
  programmeId: 'green-voucher',
  login: 'office@north.example',
  displayName: 'Снегирёва Вера',
  grants: ['full', 'owner'],
  authority: null,
  active: true,
  state: 'active',
  revision: 0,
  ...patch,
});
const paper = { contractId: 'ct-1', title: 'Доверенность', number: '12', fromOn: '2025-01-01' };

export const people: BridgeAnswer<'clientUser:list'> = page([
  person({ authority: { ...paper, untilOn: null } }),
  person({
    userId: 'cu-2',
    login: 'books@north.example',
    displayName: 'Кузнецов Пётр',
    grants: ['papers'],
    authority: { ...paper, untilOn: new Date(nowMs + 9 * DAY_MS).toISOString().slice(0, 10) },
  }),
  person({
    userId: 'cu-3',
    login: 'fleet@north.example',
    displayName: 'Лебедев Олег',
    grants: ['limits'],
    authority: { ...paper, untilOn: '2025-12-31' },
    state: 'locked',
  }),
]);

const invitation = (index: number, patch: Partial<InvitationRecord>): InvitationRecord => ({
  invitationId: `in-${index}`,
  programmeId: 'green-voucher',
  clientId: client.clientId,
  email: `person${index}@north.example`,
  displayName: 'Лебедев Олег',
  grants: ['limits'],
  stage: 'active',
  sentAtMs: nowMs - index * DAY_MS,
  expiresAtMs: nowMs + (14 - index) * DAY_MS,
  endedAtMs: null,
  letter: 'sent',
  ...patch,
});

export const invitations: BridgeAnswer<'invitation:list'> = page([
  invitation(1, {}),
  invitation(2, { displayName: 'Орлова Анна', letter: 'bounced' }),
  invitation(15, { displayName: 'Кузнецов Пётр', stage: 'expired', letter: 'delivered' }),
  invitation(3, {
    displayName: client.contactName ?? '',
    stage: 'finished',
    letter: null,
    endedAtMs: nowMs - DAY_MS,
  }),
]);

export const handOvers: BridgeAnswer<'card:handOvers'> = page([
  {
    cardId: 'card-1',
    panMasked: '•••• 1000',
    actNumber: '77',
    signedOn: '2026-11-20',
    receiverName: 'Снегирёва Вера',
    atMs: nowMs - 2 * DAY_MS,
  },
]);

export const sheet: CredentialSheet = {
  userId: 'cu-9',
  programmeId: 'octave',
  contractNumber: 'Д-1042/26',
  clientName: client.name,
  displayName: client.contactName ?? '',
  login: '4k7m2p9q',
  temporaryPassword: 'h3k9t-m2pxc-7wq4d',
  printedAtMs: nowMs,
};
