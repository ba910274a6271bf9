import { auditEntry, type JsonObject } from '#domain/audit/audit-entry.ts';
import type { AuditEvent } from '#domain/audit/audit-event.ts';
import { normalizeEmail, normalizePhone } from '#domain/client/contact.ts';
import { maskContact } from '#domain/client/contact-mask.ts';
import { ALLOWED_FROM, type MessageAct, type MessageState } from '#domain/message/outgoing.ts';
import { isTemplate } from '#domain/message/templates.ts';
import { smsParts } from '#domain/message/sms-parts.ts';
import { ok, refuse } from '#domain/result.ts';
import type { MessageRecord } from '#protocol/records/message.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Service } from '../service.ts';
import { letterFacts } from './letter-facts.ts';
import type { OutgoingMessage } from './message-ports.ts';
import { setUpChannels, type Channels } from './set-up-channels.ts';

/** The outgoing box by pages; nobody's contact whole: whoever needs one opens the message (G5). */
export async function listMessages(
  { stores, clock }: Service,
  input: RouteInput<'message.list'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'message.list'>>> {
  const { cursor, limit, search } = pageQuestion(input, caller);
  const { state = null, channel = null, userId = null } = input;
  const contact = contactOf(search ?? '');
  const asked = { cursor, limit, search, contact, state, channel, userId };
  const { rows, nextCursor } = await stores.messages.messages(asked);
  const nowMs = clock.nowMs();
  const shown = rows.map((row) => masked(recordOf(row, nowMs)));
  return pageAnswer({ rows: shown, nextCursor }, nowMs);
}

/** A contact as it is kept, however it was typed; null for what is none. */
function contactOf(typed: string): string | null {
  const [email, phone] = [normalizeEmail(typed), normalizePhone(typed)];
  if (email.ok) return email.value;
  return phone.ok ? phone.value : null;
}

/**
 * One message as its reader gets it. Where its channel is set up nobody but its reader sees a code;
 * where it is not, IT reads it out to him. That it was shown, and to whom it went, is told (G5).
 */
export async function getMessage(
  service: Service,
  { messageId }: RouteInput<'message.get'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'message.get'>>> {
  const { stores, clock } = service;
  const message = await stores.messages.message(messageId);
  if (message === null || !isTemplate(message.template)) return refuse('MESSAGE_NOT_FOUND');
  const { template, channel } = message;
  const channels = await setUpChannels(stores.messages);
  const secrets = goesByItself(message, channels) ? null : message.secrets;
  const hasSecret = secrets !== null && Object.keys(secrets).length > 0;
  const after = { codeShown: hasSecret };
  await tell(service, { event: 'message.show', message, caller, after });
  const facts = await letterFacts(stores, { ...message, channels });
  const { subject, text } = service.post.texts.render({ ...message, template, secrets }, facts);
  return ok({
    message: recordOf(message, clock.nowMs()),
    words: {
      subject,
      text,
      parts: channel === 'sms' ? smsParts(text).length : 1,
      whole: hasSecret || (message.secrets !== null && Object.keys(message.secrets).length === 0),
    },
  });
}

function goesByItself({ channel }: OutgoingMessage, { email, sms }: Channels): boolean {
  if (channel === 'email') return email !== null;
  return channel === 'sms' ? sms !== null : true;
}

/** Sends one again, cancels one that waits, or marks one that came back. */
export function actOnMessage(
  service: Service,
  act: MessageAct,
  { commandId, messageId }: RouteInput<`message.${MessageAct}`>,
  caller: Caller,
): Promise<Answer<RouteAnswer<`message.${MessageAct}`>>> {
  return once(
    service,
    { command: `message.${act}`, commandId, caller, asked: { act, messageId }, parse: parseDone },
    async (keep) => {
      const message = await service.stores.messages.message(messageId);
      if (message === null) return refuse('MESSAGE_NOT_FOUND');
      const told = await tell(service, {
        event: `message.${act}`,
        message,
        caller,
        after: { state: BECOMES[act], template: message.template },
        changes: [{ kind: 'message.act', act, messageId }, keep({ done: true })],
      });
      return told === 'done' ? ok({ done: true } as const) : refuse('MESSAGE_SETTLED');
    },
  );
}

/** What a message is after what was done to it. */
const BECOMES = {
  retry: 'queued',
  cancel: 'cancelled',
  bounced: 'bounced',
} as const satisfies Record<MessageAct, MessageState>;

interface Told {
  readonly event: AuditEvent;
  readonly message: OutgoingMessage;
  readonly caller: Caller;
  readonly changes?: readonly PeopleChange[];
  readonly after?: JsonObject | null;
}

/** Writes what was done, and that it was. */
function tell(
  { stores, clock }: Service,
  { event, message, caller, changes = [], after = null }: Told,
) {
  const { messageId, state, template } = message;
  return stores.people.commit({
    atMs: clock.nowMs(),
    audit: auditEntry(doerOf(caller), {
      event,
      subjectKind: 'message',
      subjectId: messageId,
      before: { state, template },
      after,
    }),
    changes,
  });
}

/** A user's id, and nobody, are no contacts. */
function masked(record: MessageRecord): MessageRecord {
  const { channel, recipient } = record;
  const isContact = channel === 'email' || channel === 'sms';
  return isContact ? { ...record, recipient: maskContact(recipient) } : record;
}

function recordOf(message: OutgoingMessage, nowMs: number): MessageRecord {
  const { params: _params, secrets, providerId: _providerId, ...fields } = message;
  const { state, expiresAtMs, nextTryAtMs } = message;
  const sendable = secrets !== null && nowMs <= expiresAtMs;
  const among = (act: MessageAct): boolean => {
    const from: readonly string[] = ALLOWED_FROM[act];
    return from.includes(state) && (act !== 'retry' || sendable);
  };
  const acts = (['retry', 'cancel', 'bounced'] as const).filter(among);
  return { ...fields, nextTryAtMs: state === 'queued' ? nextTryAtMs : null, acts };
}
