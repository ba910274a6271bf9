import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import type { NewMessage } from '#service/message/message-ports.ts';
import type { Claims } from '#domain/password-recovery/claims.ts';
import type { PasswordCase } from '#service/people/access-rows.ts';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { Account } from '#service/people/people-rows.ts';
import { NOON_MS } from '#test/support/facts.ts';

// Somebody of whom a network knows everything that it may know, for the tests of forgetting him.

const [profile] = shippedProgrammes();
if (profile === undefined) throw new Error('no programme is shipped');
export const { programmeId } = profile;
export const userId = 'account-1';
export const HASH = 'a'.repeat(64);

/** All that says who he is: none of it may be found once he is forgotten. */
export const NAME = 'Әсел Қайратқызы';
export const PHONE = '+77010000001';
export const EMAIL = 'asel@example.com';
export const NEW_EMAIL = 'asel.new@example.com';
export const ADDRESS = 'Абай көшесі, 1';
export const PASSWORDS = ['hash-of-now', 'hash-of-before'] as const;

export const member: Account = {
  userId,
  login: PHONE,
  displayName: NAME,
  role: 'member',
  active: true,
  clientId: null,
  programmeId,
  email: EMAIL,
  phone: PHONE,
  state: 'active',
  mustSetPassword: false,
  passwordExpiresAtMs: null,
  passwordHash: PASSWORDS[0],
  passwordSetAtMs: NOON_MS,
  grants: [],
  preferences: { language: 'kk' },
  revision: 0,
};

const times = { askedAtMs: NOON_MS, expiresAtMs: NOON_MS + 1000 };

export const consent = {
  consentId: 'consent-1',
  userId,
  programmeId,
  kind: 'offer',
  version: 1,
  hash: HASH,
  language: 'kk',
  acceptedAtMs: NOON_MS,
  channel: 'sign-in',
  workstationId: 'desk-1',
  withdrawnAtMs: null,
} as const;

const toColleague = {
  channel: 'email',
  to: 'head@example.com',
  language: 'ru',
  expiresAtMs: NOON_MS + 1000,
  programmeId,
  userId: 'user-1',
} as const;

/** What was written to others, and says who he is. */
export const toOthers: readonly NewMessage[] = [
  {
    ...toColleague,
    messageId: 'message-4',
    template: 'invitation-accepted',
    params: { personName: NAME, atMs: NOON_MS },
    aboutId: userId,
  },
  {
    // Filed before there was an account of his.
    ...toColleague,
    messageId: 'message-5',
    template: 'application-filed',
    params: { applicationNumber: '1', clientName: 'ТОО «Рейс»', personName: NAME, curator: '' },
    aboutId: 'application-1',
  },
  {
    // To an address that he left with it, and another one than his account has.
    ...toColleague,
    messageId: 'message-6',
    to: NEW_EMAIL,
    template: 'application-processed',
    params: { applicationNumber: '1', outcome: 'accepted', reason: NAME },
    userId: null,
    aboutId: 'application-1',
  },
  {
    ...toColleague,
    messageId: 'message-7',
    to: 'invited@example.com',
    template: 'invitation',
    params: { personName: 'Ерлан', inviter: NAME, token: 'token-7', expiresAtMs: NOON_MS },
    userId: null,
    aboutId: userId,
  },
];

/** A case of somebody who typed what several accounts have. */
export const severalOf = (caseId: string, claims: Claims): PasswordCase => ({
  caseId,
  kind: 'several-accounts',
  state: 'waiting',
  programmeId,
  userId: null,
  claims,
  checks: [],
  newEmail: null,
  stationId: null,
  overrideReason: null,
  openedBy: null,
  openedAtMs: NOON_MS,
  decidedBy: null,
  decidedAtMs: null,
  reason: null,
});

/** Everything that a network may know of somebody, in every table that has a place for it. */
export const known: readonly PeopleChange[] = [
  {
    kind: 'programme.add',
    programme: { profile, active: true, revision: 0, changedAtMs: NOON_MS },
  },
  {
    kind: 'terms.publish',
    terms: {
      programmeId,
      kind: 'offer',
      version: 1,
      fromMs: NOON_MS,
      publishedAtMs: NOON_MS,
      hash: HASH,
      texts: [{ language: 'kk', title: 'Оферта', body: 'Мәтін' }],
    },
  },
  { kind: 'account.add', account: member },
  { kind: 'consent.add', consent },
  {
    kind: 'password.keep',
    userId,
    passwordHash: PASSWORDS[1],
    setAtMs: NOON_MS,
    keepCount: 5,
  },
  {
    kind: 'errors.put',
    accountKey: `${programmeId}/${PHONE}`,
    errors: { errorCount: 1, lastErrorAtMs: NOON_MS },
  },
  {
    kind: 'session.add',
    session: {
      sessionId: 'session-1',
      tokenHash: 'token-1',
      userId,
      role: 'member',
      workstationId: null,
      purpose: 'ordinary',
      openedAtMs: NOON_MS,
      expiresAtMs: NOON_MS + 1000,
    },
  },
  { kind: 'postal-address.put', userId, address: ADDRESS },
  {
    kind: 'contact-change.add',
    change: {
      changeId: 'change-1',
      userId,
      kind: 'email',
      value: NEW_EMAIL,
      state: 'open',
      awaits: ['new'],
      oldSecretHash: null,
      newSecretHash: 'secret-1',
      triesUsed: 0,
      ...times,
    },
  },
  {
    kind: 'password-case.add',
    case: {
      caseId: 'case-1',
      kind: 'lost-mailbox',
      state: 'waiting',
      programmeId,
      userId,
      claims: { phone: PHONE, personName: NAME },
      checks: [],
      newEmail: NEW_EMAIL,
      stationId: null,
      overrideReason: null,
      openedBy: 'user-1',
      openedAtMs: NOON_MS,
      decidedBy: null,
      decidedAtMs: null,
      reason: null,
    },
  },
  // Nobody's yet: staff are to find which of several accounts is meant.
  { kind: 'password-case.add', case: severalOf('case-2', { email: EMAIL }) },
  {
    kind: 'password-request.add',
    request: {
      requestId: 'request-1',
      subject: userId,
      keyHash: HASH,
      programmeId,
      userId,
      purpose: 'identify',
      secretHash: 'secret-2',
      messageId: 'message-1',
      state: 'open',
      triesUsed: 0,
      caseId: 'case-1',
      ...times,
    },
  },
  {
    kind: 'message.add',
    message: {
      messageId: 'message-2',
      channel: 'email',
      to: EMAIL,
      language: 'kk',
      template: 'recovery-rejected',
      params: { reason: `${NAME} келмеді` },
      expiresAtMs: NOON_MS + 1000,
      programmeId,
      userId,
    },
  },
  {
    // Written before there was an account of his.
    kind: 'message.add',
    message: {
      messageId: 'message-3',
      channel: 'sms',
      to: PHONE,
      language: 'kk',
      template: 'registration-code',
      params: { code: '1234', expiresAtMs: NOON_MS },
      expiresAtMs: NOON_MS + 1000,
      programmeId,
      userId: null,
    },
  },
  {
    kind: 'invitation.add',
    invitation: {
      invitationId: 'invitation-1',
      programmeId,
      clientId: 'contract-1',
      email: EMAIL,
      displayName: NAME,
      language: 'kk',
      grants: ['full'],
      authority: null,
      tokenHash: 'b'.repeat(64),
      state: 'revoked',
      invitedBy: userId,
      sentAtMs: NOON_MS,
      revision: 0,
      expiresAtMs: NOON_MS + 1000,
      endedAtMs: NOON_MS,
      userId: null,
    },
  },
  {
    kind: 'registration.add',
    registration: {
      registrationId: 'registration-1',
      programmeId,
      phone: PHONE,
      email: EMAIL,
      cardId: null,
      passwordHash: PASSWORDS[1],
      language: 'kk',
      ticks: [],
      workstationId: null,
      operatorId: null,
      decoy: true,
      startedAtMs: NOON_MS,
      codeHash: 'code-1',
      sentAtMs: NOON_MS,
      sentCount: 1,
      triesUsed: 0,
      triesBefore: 0,
      revision: 0,
    },
  },
  {
    kind: 'application.add',
    application: {
      applicationId: 'application-1',
      number: 1,
      programmeId,
      language: 'kk',
      form: {
        clientName: 'ТОО «Рейс»',
        taxId: '000000000000',
        contractNumber: '7',
        personName: NAME,
        phone: PHONE,
        email: EMAIL,
        authority: { title: 'Сенімхат', number: '12', fromOn: '2026-01-01', untilOn: null },
      },
      source: 'form',
      filedAtMs: NOON_MS,
      filedBy: null,
      curatorUserId: null,
      headUserId: 'user-1',
      curatorSeenAtMs: null,
      headSeenAtMs: null,
      state: 'processed',
      closedAtMs: NOON_MS,
      closedBy: 'user-1',
      reason: null,
      accountUserId: userId,
      revision: 0,
    },
  },
  {
    kind: 'feedback.add',
    feedback: {
      feedbackId: 'feedback-1',
      number: 1,
      programmeId,
      language: 'kk',
      state: 'answered',
      contact: PHONE,
      text: `${NAME}: ${ADDRESS}`,
      workstationId: 'desk-1',
      writtenAtMs: NOON_MS,
      toldAtMs: NOON_MS,
      answer: NAME,
      answeredAtMs: NOON_MS,
      answeredBy: 'user-1',
      closedAtMs: null,
      closedBy: null,
      revision: 0,
    },
  },
  ...toOthers.map((message) => ({ kind: 'message.add', message }) as const),
  { kind: 'erasure.ask', request: { userId, programmeId, askedAtMs: NOON_MS } },
];
