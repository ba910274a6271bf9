import type { CardRecord } from '#protocol/records.ts';
import type { Registration } from '#service/member/member-rows.ts';
import type { Account } from '#service/people/people-rows.ts';
import { cardOf, NOON_MS } from './facts.ts';

// Members and applicants of the tests.

export const PROGRAMME_ID = 'family';

export const memberAccount = (patch: Partial<Account> = {}): Account => ({
  userId: 'member-1',
  login: '+79160000001',
  displayName: '•••• 01',
  role: 'member',
  active: true,
  clientId: null,
  programmeId: PROGRAMME_ID,
  email: null,
  phone: '+79160000001',
  state: 'active',
  mustSetPassword: false,
  passwordExpiresAtMs: null,
  passwordHash: 'hash-of-password',
  passwordSetAtMs: NOON_MS,
  grants: [],
  preferences: {},
  revision: 0,
  ...patch,
});

export const registrationOf = (patch: Partial<Registration> = {}): Registration => ({
  registrationId: '0193a000-0000-7000-8000-000000000001',
  programmeId: PROGRAMME_ID,
  phone: '+79160000001',
  email: null,
  cardId: null,
  passwordHash: 'hash-of-password',
  language: 'ru',
  ticks: [{ kind: 'rules', version: 1, hash: 'a'.repeat(64) }],
  workstationId: null,
  operatorId: null,
  decoy: false,
  startedAtMs: NOON_MS,
  codeHash: 'hash-of-code',
  sentAtMs: NOON_MS,
  sentCount: 1,
  triesUsed: 0,
  triesBefore: 0,
  revision: 0,
  ...patch,
});

/** A card that is not in the network yet. */
export const memberCardRecord = (cardId: string): CardRecord => ({
  ...cardOf({ cardId }),
  productIds: null,
  stationIds: null,
});
