import type { AfterTry } from '#domain/message/outgoing.ts';
import type {
  CarrierReceipt,
  ClaimQuestion,
  KeptChannel,
  MessageQuestion,
  MessageStore,
  OutgoingMessage,
} from '#service/message/message-ports.ts';
import type { Page } from '#service/page-ports.ts';
import type { Sql, SqlDatabase } from '../sql.ts';
import { isPerson, personWords } from '../people/people-pages.ts';
import { MESSAGE_COLUMNS, messageFrom, type MessageRow } from './message-rows.ts';

const SELECT = `SELECT ${MESSAGE_COLUMNS} FROM message`;

/** Due: its time has come, or that of whoever claimed it is over. */
const DUE = `state IN ('queued', 'sending') AND next_try_at_ms <= @nowMs`;
const TOO_OLD = `
  secrets IS NOT NULL AND expires_at_ms < @nowMs
  AND (state <> 'sending' OR next_try_at_ms <= @nowMs)`;
const PAST = `
  settled_at_ms < @settledMs OR (state = 'dropped' AND settled_at_ms < @droppedMs)`;

const SQL = {
  due: (where: string) => `
    SELECT message_id AS messageId FROM message
    WHERE ${DUE} AND expires_at_ms >= @nowMs AND ${where}
    ORDER BY next_try_at_ms, message_id LIMIT @limit`,
  claim: `
    UPDATE message SET state = 'sending', claim = @claim, next_try_at_ms = @claimedUntilMs,
      tries = tries + 1
    WHERE message_id = @messageId AND ${DUE}`,
  one: `${SELECT} WHERE message_id = @messageId`,
  settle: `
    UPDATE message SET state = @state, claim = NULL, error = @error,
      provider_id = coalesce(@providerId, provider_id),
      next_try_at_ms = coalesce(@nextTryAtMs, next_try_at_ms),
      sent_at_ms = coalesce(@sentAtMs, sent_at_ms), settled_at_ms = @settledAtMs,
      secrets = CASE WHEN @blanked = 1 THEN NULL ELSE secrets END
    WHERE message_id = @messageId AND claim = @claim`,
  anyTooOld: `SELECT 1 AS one FROM message WHERE ${TOO_OLD} LIMIT 1`,
  expire: `
    UPDATE message SET state = CASE WHEN state IN ('queued', 'sending') THEN 'expired'
      ELSE state END, claim = NULL, secrets = NULL,
      settled_at_ms = coalesce(settled_at_ms, @nowMs)
    WHERE ${TOO_OLD}`,
  anyPast: `SELECT 1 AS one FROM message WHERE ${PAST} LIMIT 1`,
  forget: `DELETE FROM message WHERE ${PAST}`,
  // Carriers count anew: of two messages under one number the later one is meant.
  receive: `
    UPDATE message SET state = @state, error = @error, settled_at_ms = @atMs
    WHERE message_id = (
      SELECT message_id FROM message WHERE provider_id = @providerId AND state = 'sent'
      ORDER BY sent_at_ms DESC, message_id DESC LIMIT 1)`,
  page: (where: string) => `
    ${SELECT} WHERE ${where} ORDER BY created_at_ms DESC, message_id DESC LIMIT @take`,
  // What a list masks is found whole alone: nobody guesses a contact letter by letter.
  found: (isPersonSql: string) => `(recipient IN (@search, @contact) OR user_id IN (
    SELECT user_id FROM user_account WHERE ${isPersonSql}))`,
  contactsChanged: `
    ${SELECT} WHERE user_id = @userId AND template = 'contact-changed'
      AND created_at_ms >= @sinceMs ORDER BY created_at_ms, message_id`,
  channels: `
    SELECT channel, settings, secrets, revision, changed_at_ms AS changedAtMs
    FROM channel_setting ORDER BY channel`,
  after: `(created_at_ms, message_id) <
    (SELECT created_at_ms, message_id FROM message WHERE message_id = @cursor)`,
};

interface ChannelRow extends Omit<KeptChannel, 'settings' | 'secret'> {
  readonly settings: string;
  readonly secrets: string;
}

/** The queue of outgoing messages, on whatever engine; several backends may send from one. */
export class SqlMessageStore implements MessageStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  async claimDue(question: ClaimQuestion): Promise<readonly OutgoingMessage[]> {
    const channels = this.#db.dialect.among('channel', '@channels');
    const own = question.recipient === undefined ? '' : ' AND recipient = @recipient';
    const asked = { ...question, channels: JSON.stringify(question.channels) };
    const due = await this.#db.all<{ messageId: string }>(SQL.due(channels + own), asked);
    if (due.length === 0) return [];
    return this.#db.write(async (sql) => {
      const claimed: OutgoingMessage[] = [];
      // In one order on every backend; whoever comes second finds the row claimed.
      for (const { messageId } of due.toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1))) {
        if ((await sql.run(SQL.claim, { ...question, messageId })) === 0) continue;
        const message = await byId(sql, messageId);
        if (message !== null) claimed.push(message);
      }
      return claimed;
    });
  }

  async settle(
    messageId: string,
    claim: string,
    { atMs, ...settled }: AfterTry & { readonly atMs: number },
  ): Promise<boolean> {
    const sent = settled.state === 'sent';
    const values = {
      ...settled,
      messageId,
      claim,
      sentAtMs: sent ? atMs : null,
      settledAtMs: settled.state === 'queued' ? null : atMs,
      // What was refused may be tried again by a person until its term.
      blanked: sent || settled.state === 'expired' ? 1 : 0,
    };
    return (await this.#db.write((sql) => sql.run(SQL.settle, values))) === 1;
  }

  async expire(nowMs: number): Promise<number> {
    if ((await this.#db.get(SQL.anyTooOld, { nowMs })) === undefined) return 0;
    return this.#db.write((sql) => sql.run(SQL.expire, { nowMs }));
  }

  async forget(before: { settledMs: number; droppedMs: number }): Promise<number> {
    if ((await this.#db.get(SQL.anyPast, before)) === undefined) return 0;
    return this.#db.write((sql) => sql.run(SQL.forget, before));
  }

  async receive(receipt: CarrierReceipt): Promise<boolean> {
    return (await this.#db.write((sql) => sql.run(SQL.receive, receipt))) > 0;
  }

  async channels(): Promise<readonly KeptChannel[]> {
    const rows = await this.#db.all<ChannelRow>(SQL.channels);
    return rows.map(({ settings, secrets, ...fields }) => ({
      ...fields,
      settings: JSON.parse(settings),
      // Written by `applyChannel` and by nobody else.
      secret: (JSON.parse(secrets) as Pick<KeptChannel, 'secret'>).secret,
    }));
  }

  message(messageId: string): Promise<OutgoingMessage | null> {
    return byId(this.#db, messageId);
  }

  async contactsChanged(userId: string, sinceMs: number): Promise<readonly OutgoingMessage[]> {
    return (await this.#db.all<MessageRow>(SQL.contactsChanged, { userId, sinceMs })).map(
      messageFrom,
    );
  }

  async messages(question: MessageQuestion): Promise<Page<OutgoingMessage>> {
    const { cursor, limit, state, channel, userId, search, contact = null } = question;
    const where = [
      ...(cursor === null ? [] : [SQL.after]),
      ...(state === null ? [] : ['state = @state']),
      ...(channel === null ? [] : ['channel = @channel']),
      ...(userId === null ? [] : ['user_id = @userId']),
      ...(search === null ? [] : [SQL.found(isPerson(this.#db.dialect))]),
      '1 = 1',
    ].join(' AND ');
    const words = { ...personWords(search), contact: contact ?? search };
    const asked = { ...question, ...words, take: limit + 1 };
    const found = await this.#db.all<MessageRow>(SQL.page(where), asked);
    const rows = found.slice(0, limit).map(messageFrom);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return { rows, nextCursor: last?.messageId ?? null };
  }
}

async function byId(sql: Sql, messageId: string): Promise<OutgoingMessage | null> {
  const row = await sql.get<MessageRow>(SQL.one, { messageId });
  return row === undefined ? null : messageFrom(row);
}
