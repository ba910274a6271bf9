import type { NewsState } from '#domain/news/news.ts';
import { newsSaid } from '#protocol/records/guests.ts';
import type { NewsQuestion } from '#service/guests/guest-ports.ts';
import type { NamedNews, News } from '#service/guests/guest-rows.ts';
import type { Page } from '#service/page-ports.ts';
import type { GuestChange } from '#service/people/changes/guest-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { Sql, SqlWrite } from '../sql.ts';

type Row<T extends News> = Omit<T, 'texts'> & { readonly texts: string };

const COLUMNS = `news_id AS newsId, texts, audience, n.programme_id AS programmeId,
    from_ms AS fromMs, until_ms AS untilMs, withdrawn_at_ms AS withdrawnAtMs,
    written_by AS writtenBy, written_at_ms AS writtenAtMs, n.revision`;

/** As `newsState` of the domain says. */
const IN_STATE: Readonly<Record<NewsState, string>> = {
  withdrawn: 'withdrawn_at_ms IS NOT NULL',
  planned: 'withdrawn_at_ms IS NULL AND from_ms > @atMs',
  over: 'withdrawn_at_ms IS NULL AND from_ms <= @atMs AND until_ms <= @atMs',
  current:
    'withdrawn_at_ms IS NULL AND from_ms <= @atMs AND (until_ms IS NULL OR until_ms > @atMs)',
};

const SQL = {
  byId: `SELECT ${COLUMNS} FROM news n WHERE news_id = @newsId`,
  current: `
    SELECT ${COLUMNS} FROM news n WHERE ${IN_STATE.current}
    ORDER BY from_ms DESC, news_id DESC LIMIT @take`,
  page: (where: string) => `
    SELECT ${COLUMNS}, a.display_name AS writtenByName
    FROM news n JOIN user_account a ON a.user_id = n.written_by
    WHERE ${where} ORDER BY news_id DESC LIMIT @take`,
  add: `
    INSERT INTO news (news_id, texts, audience, programme_id, from_ms, until_ms, withdrawn_at_ms,
      written_by, written_at_ms, revision)
    VALUES (@newsId, @texts, @audience, @programmeId, @fromMs, @untilMs, @withdrawnAtMs,
      @writtenBy, @writtenAtMs, @revision)
    ON CONFLICT DO NOTHING`,
  put: `
    UPDATE news SET texts = @texts, audience = @audience, programme_id = @programmeId,
      from_ms = @fromMs, until_ms = @untilMs, withdrawn_at_ms = @withdrawnAtMs,
      written_by = @writtenBy, written_at_ms = @writtenAtMs, revision = revision + 1
    WHERE news_id = @newsId AND revision = @revision`,
};

export async function newsById(sql: Sql, newsId: string): Promise<News | null> {
  const row = await sql.get<Row<News>>(SQL.byId, { newsId });
  return row === undefined ? null : newsFrom(row);
}

export async function currentNews(sql: Sql, atMs: number, take: number): Promise<readonly News[]> {
  return (await sql.all<Row<News>>(SQL.current, { atMs, take })).map(newsFrom);
}

/** Ids grow with time: by them the newest is the first. */
export async function newsPage(
  sql: Sql,
  { cursor, limit, state, atMs }: NewsQuestion,
): Promise<Page<NamedNews>> {
  const where = [
    ...(cursor === null ? [] : ['news_id < @cursor']),
    ...(state === null ? [] : [`(${IN_STATE[state]})`]),
    '1 = 1',
  ].join(' AND ');
  const values = { cursor, atMs, take: limit + 1 };
  const found = await sql.all<Row<NamedNews>>(SQL.page(where), values);
  const rows = found.slice(0, limit).map(newsFrom);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, nextCursor: last?.newsId ?? null };
}

function newsFrom<T extends News>(row: Row<T>): T {
  // The same row with its texts read.
  return { ...row, texts: newsSaid.shape.texts.parse(JSON.parse(row.texts)) } as unknown as T;
}

export async function applyNews(
  sql: SqlWrite,
  { kind, news }: Extract<GuestChange, { readonly news: News }>,
): Promise<CommitOutcome> {
  const values = { ...news, texts: JSON.stringify(news.texts) };
  return (await sql.run(kind === 'news.add' ? SQL.add : SQL.put, values)) === 1 ? 'done' : 'stale';
}
