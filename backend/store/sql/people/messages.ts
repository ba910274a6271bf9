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

export async function applyMessage(
  sql: SqlWrite,
  change: MessageChange,
  atMs: number,
): Promise<CommitOutcome> {
  if (change.kind === 'message.add') {
    await addMessage(sql, change.message, atMs);
    return 'done';
  }
  const { act, messageId } = change;
  return (await sql.run(ACTS[act], { messageId, atMs })) === 1 ? 'done' : 'stale';
}
