import type { BridgeAnswer } from '#protocol/bridge.ts';
import { consents } from '../outside/outside-samples.ts';
import { nowMs, station } from '../samples.ts';

const HOUR_MS = 3_600_000;

const session = (index: number, workstationId: string | null) => ({
  sessionId: `own-${index}`,
  userId: 'u-administrator',
  workstationId,
  openedAtMs: nowMs - (index + 1) * HOUR_MS,
  expiresAtMs: nowMs + (8 - index) * HOUR_MS,
  current: index === 0,
});

export const ownSessions: BridgeAnswer<'session:list'> = {
  rows: [session(0, station.workstationId), session(1, 'ws-office-2'), session(2, null)],
  nextCursor: null,
  asOfMs: nowMs - 2000,
};

const DAY_MS = 24 * HOUR_MS;

/** The new address has agreed, the old one not yet. */
export const ownData: BridgeAnswer<'personalData:get'> = {
  login: '+77011234567',
  displayName: 'Әсел Құрманбаева',
  email: 'asel@firma.example',
  phone: '+77011234567',
  postalAddress: '050000, Алматы, проспект Абая, 10',
  taxId: '830101400126',
  changes: [
    {
      kind: 'email',
      value: 'asel.new@firma.example',
      awaits: ['old'],
      expiresAtMs: nowMs + DAY_MS,
    },
  ],
};

const [first] = consents.documents;
const [kind, version, hash] = [first?.kind ?? 'rules', 1, first?.head?.hash ?? '0'.repeat(64)];
const accepted = { kind, version, hash, language: 'ru', workstationId: null } as const;

export const ownConsents: BridgeAnswer<'consent:list'> = {
  ...consents,
  documents: consents.documents.map((document, index) => ({ ...document, accepted: index < 2 })),
  consents: [
    { ...accepted, acceptedAtMs: nowMs - DAY_MS, channel: 'sign-in', withdrawnAtMs: null },
    {
      ...accepted,
      kind: 'personal-data',
      acceptedAtMs: nowMs - 40 * DAY_MS,
      channel: 'registration',
      withdrawnAtMs: null,
    },
    {
      ...accepted,
      kind: 'marketing',
      acceptedAtMs: nowMs - 40 * DAY_MS,
      channel: 'registration',
      withdrawnAtMs: nowMs - 3 * DAY_MS,
    },
  ],
};
