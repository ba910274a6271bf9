import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import type { RouteId, RouteInput } from '#protocol/routes.ts';

const commandId = '01939c2e-0000-7000-8000-000000000001';
const userId = commandId;
const HASH = 'ab'.repeat(32);
const AT_MS = 1_795_000_000_000;

const [programme] = shippedProgrammes().map((profile) => programmeProfile.parse(profile));
if (programme === undefined) throw new Error('no programme is shipped');

type ProgrammeRoute = Extract<
  RouteId,
  `programme.${string}` | `terms.${string}` | `consent.${string}` | `account.eras${string}`
>;

/** One well-formed input per route of programmes, their documents and what people accepted. */
export const programmeInputs: { readonly [K in ProgrammeRoute]: RouteInput<K> } = {
  'programme.public': {},
  'programme.list': {},
  'programme.shipped': {},
  'programme.put': { commandId, profile: programme, active: true, revision: 0 },
  'terms.publish': {
    commandId,
    programmeId: 'x',
    kind: 'offer',
    fromMs: AT_MS,
    texts: { ru: { title: 't', body: 'b' } },
  },
  'terms.read': { programmeId: 'x', kind: 'offer', version: 1, language: 'ru' },
  'terms.texts': { programmeId: 'x', kind: 'offer', version: 1 },
  'terms.versions': { programmeId: 'x', kind: 'offer' },
  'consent.list': {},
  'consent.accept': {
    commandId,
    accepted: [{ kind: 'offer', version: 1, hash: HASH, language: 'ru' }],
  },
  'consent.told': {
    commandId,
    userId: 'u',
    programmeId: 'x',
    kind: 'offer',
    version: 1,
    hash: HASH,
    language: 'ru',
    acceptedAtMs: 1,
  },
  'consent.withdraw': { commandId, kind: 'marketing' },
  'account.erase-request': { commandId },
  'account.erase-take-back': { commandId },
  'account.erase-decline': { commandId, userId, reason: 'x' },
  'account.erasures': {},
  'account.erase': { commandId, userId, reason: 'x' },
};
