import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { NOWHERE } from '#domain/message/notice-choice.ts';
import type { TemplateUse } from '#domain/message/templates.ts';
import type { NewMessage } from '../message/message-ports.ts';
import type { PasswordRequest } from '../people/access-rows.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import { drawnCode } from '../people/draws.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import { addressed } from './letter.ts';
import type { SelfServiceRules } from './programme-door.ts';

/** What is sent for a request, and by which ways. */
export type Sending =
  | {
      readonly by: 'code';
      readonly digits: number;
      readonly termMs: number;
      readonly template: 'recovery-code' | 'recovery-sms';
      readonly channels: readonly ('email' | 'sms')[];
    }
  | {
      readonly by: 'link';
      readonly termMs: number;
      readonly purpose: PasswordRequest['purpose'];
      /** Another address than the account's own (row N-12). */
      readonly to?: string;
    };

/** Who asks, as far as it is known. */
export interface Asking {
  readonly profile: ProgrammeProfile;
  readonly keyHash: string;
  /** Null where nobody is let in: everything is written all the same, and nothing is sent (G7). */
  readonly account: Account | null;
  /** The case that it belongs to; null where staff have nothing to decide. */
  readonly caseId: string | null;
}

/** What a programme sends to somebody who asks for a new password. */
export function sendingOf(rules: SelfServiceRules): Sending {
  switch (rules.way) {
    case 'mail-code': {
      const { digits, termMs } = rules.code;
      return { by: 'code', digits, termMs, template: 'recovery-code', channels: ['email'] };
    }
    case 'sms-code': {
      const { digits, termMs } = rules.code;
      const channels = rules.alsoByEmail ? (['sms', 'email'] as const) : (['sms'] as const);
      return { by: 'code', digits, termMs, template: 'recovery-sms', channels };
    }
    case 'staff-checked-link':
      return { by: 'link', termMs: rules.link.termMs, purpose: 'identify' };
    case 'mail-link':
      return { by: 'link', termMs: rules.link.termMs, purpose: 'set-password' };
  }
}

/**
 * The rows of one request: its secret's hash, and a message for each way, which goes nowhere where
 * there is nobody, or no such contact. The work is the same in all cases.
 */
export async function newRequest(
  service: Service,
  asking: Asking,
  sending: Sending,
): Promise<readonly PeopleChange[]> {
  return requestChanges(await madeRequest(service, asking, sending));
}

/** A request, and the messages by which its secret is told. */
export interface MadeRequest {
  readonly request: PasswordRequest;
  readonly messages: readonly NewMessage[];
}

export function requestChanges({ request, messages }: MadeRequest): readonly PeopleChange[] {
  return [
    { kind: 'password-request.add', request },
    ...messages.map((message) => ({ kind: 'message.add', message }) as const),
  ];
}

/** The same before it is written. */
export async function madeRequest(
  service: Service,
  { profile, keyHash, account, caseId }: Asking,
  sending: Sending,
): Promise<MadeRequest> {
  const { ids, clock } = service;
  const askedAtMs = clock.nowMs();
  const expiresAtMs = askedAtMs + sending.termMs;
  const { secretHash, use, ways } = await secretOf(service, { account, sending, expiresAtMs });
  const messages = ways.map((way): NewMessage => {
    const { channel, to } = way.to === null ? NOWHERE : { ...way, to: way.to };
    return { ...use, ...addressed(service, { profile, account }), channel, to, expiresAtMs };
  });
  const request: PasswordRequest = {
    requestId: ids.uuid(),
    subject: account?.userId ?? keyHash,
    keyHash,
    programmeId: profile.programmeId,
    userId: account?.userId ?? null,
    purpose: sending.by === 'code' ? 'set-password' : sending.purpose,
    secretHash,
    messageId: messages[0]?.messageId ?? '',
    state: 'open',
    triesUsed: 0,
    askedAtMs,
    expiresAtMs,
    caseId,
  };
  return { request, messages };
}

interface Way {
  readonly channel: 'email' | 'sms';
  readonly to: string | null;
}

interface MadeSecret {
  readonly secretHash: string;
  readonly use: TemplateUse;
  readonly ways: readonly Way[];
}

async function secretOf(
  service: Service,
  asked: {
    readonly account: Account | null;
    readonly sending: Sending;
    readonly expiresAtMs: number;
  },
): Promise<MadeSecret> {
  const { account, sending, expiresAtMs } = asked;
  const contacts = { email: account?.email ?? null, sms: account?.phone ?? null };
  if (sending.by === 'code') {
    const code = drawnCode(service, sending.digits);
    const ways = sending.channels.map((channel) => ({ channel, to: contacts[channel] }));
    const use = { template: sending.template, params: { code, expiresAtMs } };
    return { secretHash: await service.hasher.hash(code), use, ways };
  }
  const token = service.ids.token();
  const { purpose, to = contacts.email } = sending;
  const use = { template: 'recovery-link', params: { token, expiresAtMs, purpose } } as const;
  return { secretHash: service.digests.sha256(token), use, ways: [{ channel: 'email', to }] };
}
