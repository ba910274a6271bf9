import { ALLOWED_FROM, type MessageAct } from '#domain/message/outgoing.ts';
import type { MessageChange } from '#service/people/changes/message-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import { addMessage } from '../message/message-rows.ts';
import type { SqlWrite } from '../sql.ts';

const from = (act: MessageAct): string =>
  `message_id = @messageId AND state IN (${ALLOWED_FROM[act].map((one) => `'${one}'`).join(', ')})`;

/** By what a person does; one whose secrets are blanked, or that is too old, is not sent again. */
const ACTS: Readonly<Record<MessageAct, string>> = {
  retry: `
    UPDATE message SET state = 'queued', tries = 0, next_try_at_ms = @atMs, settled_at_ms = NULL
    WHERE ${from('retry')} AND secrets IS NOT NULL AND expires_at_ms >= @atMs`,
  cancel: `
    UPDATE message SET state = 'cancelled', secrets = NULL, settled_at_ms = @atMs
    WHERE ${from('cancel')}`,
  bounced: `
    UPDATE message SET state = 'bounced', error = 'BOUNCE_REPORTED', settled_at_ms = @atMs
    WHERE ${from('bounced')}`,
};

const CHANNEL = {
  add: `
    INSERT INTO channel_setting (channel, settings, secrets, revision, changed_at_ms)
    VALUES (@channel, @settings, @secrets, 1, @atMs) ON CONFLICT DO NOTHING`,
  put: `
    UPDATE channel_setting SET settings = @settings, secrets = @secrets,
      revision = revision + 1, changed_at_ms = @atMs
    WHERE channel = @channel AND revision = @revision`,
  remove: `DELETE FROM channel_setting WHERE channel = @channel AND revision = @revision`,
};

type ChannelChange = Extract<MessageChange, { kind: 'channel.put' }>;

async function applyChannel(
  sql: SqlWrite,
  { channel, settings, secret, revision }: ChannelChange,
  atMs: number,
): Promise<CommitOutcome> {
  if (settings === null) {
    return (await sql.run(CHANNEL.remove, { channel, revision })) === 1 ? 'done' : 'stale';
  }
  const texts = { settings: JSON.stringify(settings), secrets: JSON.stringify({ secret }) };
  const statement = revision === 0 ? CHANNEL.add : CHANNEL.put;
  const written = await sql.run(statement, { channel, revision, atMs, ...texts });
  return written === 1 ? 'done' : 'stale';
}

export async function applyMessage(
  sql: SqlWrite,
  change: MessageChange,
  atMs: number,
): Promise<CommitOutcome> {
  if (change.kind === 'channel.put') return applyChannel(sql, change, atMs);
  if (change.kind === 'message.add') {
    await addMessage(sql, change.message, atMs);
    return 'done';
  }
  const { act, messageId } = change;
  return (await sql.run(ACTS[act], { messageId, atMs })) === 1 ? 'done' : 'stale';
}
