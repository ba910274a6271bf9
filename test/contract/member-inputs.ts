import type { RouteId, RouteInput } from '#protocol/routes.ts';

const ID = '01939c2e-0000-7000-8000-000000000001';
const HASH = 'ab'.repeat(32);
const commandId = ID;

type MemberRouteId = Extract<
  RouteId,
  | `registration.${string}`
  | `member.${string}`
  | `kit.${string}`
  | `assignment.${string}`
  | `application.${string}`
  | `feedback.${string}`
  | `news.${string}`
  | `station.${'public' | 'describe'}`
>;

const application = {
  commandId,
  programmeId: 'x',
  form: {
    clientName: 'c',
    taxId: '7707083893',
    contractNumber: 'n',
    personName: 'Test Person',
    phone: '+79160000000',
    email: 'a@example.org',
    authority: { title: 't', number: 'n', fromOn: '2026-01-01', untilOn: '2026-12-31' },
  },
  language: 'ru' as const,
};

interface Secrets {
  readonly password: string;
  readonly pan: string;
}

/** One well-formed input per route of members and of whoever stands outside; secrets are given. */
export function memberInputs({ password, pan }: Secrets): {
  readonly [K in MemberRouteId]: RouteInput<K>;
} {
  const registration = {
    commandId,
    programmeId: 'x',
    card: { way: 'card' as const, pan },
    phone: '+79160000000',
    email: 'a@example.org',
    password,
    repeat: password,
    ticks: [{ kind: 'rules' as const, version: 1, hash: HASH }],
    language: 'ru' as const,
  };
  return {
    'registration.start': { ...registration, email: null },
    'registration.start-at-desk': registration,
    'registration.resend': { registrationId: ID },
    'registration.confirm': { registrationId: ID, code: '0000' },
    'member.get': { userId: 'u' },
    'member.find': { programmeId: 'x', phone: '+79160000000' },
    'member.add-card': { commandId, card: { way: 'card', pan }, userId: 'u' },
    'kit.add': { commandId, programmeId: 'x', mainCardId: 'c', additionalCardIds: ['d'] },
    'assignment.get': { programmeId: 'x' },
    'assignment.put': {
      commandId,
      programmeId: 'x',
      memberContractId: 'k',
      curatorUserId: 'u',
      headUserId: 'v',
    },
    'application.file': application,
    'application.enter': application,
    'application.list': { state: 'filed' },
    'application.see': { commandId, applicationId: ID },
    'application.process': { commandId, applicationId: ID, contractId: 'k' },
    'application.reject': { commandId, applicationId: ID, reason: 'r' },
    'news.public': {},
    'news.mine': {},
    'news.list': { state: 'current' },
    'news.put': {
      commandId,
      newsId: ID,
      audience: 'everybody',
      programmeId: null,
      revision: null,
      texts: { ru: { title: 't', text: 'x' } },
      fromMs: null,
      untilMs: null,
    },
    'news.withdraw': { commandId, newsId: ID },
    'station.public': {},
    'station.describe': {
      commandId,
      stationId: 's',
      address: 'a',
      phone: '+79160000001',
      revision: 0,
      hours: [{ weekdays: [0], fromMinute: 0, toMinute: 1440 }],
    },
    'feedback.send': {
      commandId,
      contact: 'a@example.org',
      text: 't',
      programmeId: 'x',
      language: 'ru',
      workstationId: 'w',
      writtenAtMs: 1,
    },
    'feedback.list': { state: 'new' },
    'feedback.get': { feedbackId: ID },
    'feedback.answer': { commandId, feedbackId: ID, answer: 'a' },
    'feedback.close': { commandId, feedbackId: ID },
  };
}
