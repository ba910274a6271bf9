import { partedParams, type ParamValues } from '#domain/message/templates.ts';
import type { NewMessage, OutgoingMessage } from '#service/message/message-ports.ts';
import type { SqlWrite } from '../sql.ts';

// One row of the outgoing messages. Secrets stand apart from the other parameters: null is blanked.

export interface MessageRow extends Omit<OutgoingMessage, 'params' | 'secrets'> {
  readonly params: string;
  readonly secrets: string | null;
}

export const MESSAGE_COLUMNS = `
  message_id AS messageId, channel, recipient, template, language, params, secrets,
  programme_id AS programmeId, user_id AS userId,
  (SELECT display_name FROM user_account
    WHERE user_account.user_id = message.user_id) AS personName,
  state, tries, created_at_ms AS createdAtMs,
  next_try_at_ms AS nextTryAtMs, expires_at_ms AS expiresAtMs, sent_at_ms AS sentAtMs,
  settled_at_ms AS settledAtMs, error, provider_id AS providerId`;

/** Adds a message to the queue; one for nobody is written too, and goes nowhere (rule G7). */
export async function addMessage(sql: SqlWrite, message: NewMessage, atMs: number): Promise<void> {
  const { open, secret } = partedParams(message.params);
  const dropped = message.channel === 'none';
  const row = {
    message_id: message.messageId,
    channel: message.channel,
    recipient: message.to,
    template: message.template,
    language: message.language,
    params: JSON.stringify(open),
    secrets: dropped ? null : JSON.stringify(secret),
    programme_id: message.programmeId,
    user_id: message.userId,
    about_id: message.aboutId ?? null,
    state: dropped ? 'dropped' : 'queued',
    tries: 0,
    created_at_ms: atMs,
    next_try_at_ms: atMs,
    expires_at_ms: message.expiresAtMs,
    settled_at_ms: dropped ? atMs : null,
  };
  await sql.insertAll('message', [row]);
}

export function messageFrom(row: MessageRow): OutgoingMessage {
  const { params, secrets, ...fields } = row;
  return {
    ...fields,
    params: valuesFrom(params),
    secrets: secrets === null ? null : valuesFrom(secrets),
  };
}

function valuesFrom(text: string): ParamValues {
  // Written by `addMessage` and by nobody else.
  return JSON.parse(text) as ParamValues;
}
