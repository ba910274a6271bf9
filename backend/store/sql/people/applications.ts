import { fold, searchWords } from '#domain/text/fold.ts';
import { applicationForm } from '#protocol/records/application.ts';
import type {
  ApplicationQuestion,
  ApplicationStore,
  EndingAuthority,
  EndingQuestion,
} from '#service/application/application-ports.ts';
import type {
  Application,
  RepresentativeAuthority,
} from '#service/application/application-rows.ts';
import type { Page } from '#service/page-ports.ts';
import type { ApplicationChange } from '#service/people/changes/application-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { Sql, SqlDatabase, SqlWrite } from '../sql.ts';

interface Row extends Omit<Application, 'form'> {
  readonly form: string;
}

/** So many are read at once to be searched; a page is filled by as many readings as it takes. */
const BATCH_ROWS = 500;

const SELECT = `
  SELECT application_id AS applicationId, number, programme_id AS programmeId, form, language,
    source, filed_at_ms AS filedAtMs, filed_by AS filedBy, curator_user_id AS curatorUserId,
    head_user_id AS headUserId, curator_seen_at_ms AS curatorSeenAtMs,
    head_seen_at_ms AS headSeenAtMs, state, closed_at_ms AS closedAtMs, closed_by AS closedBy,
    reason, account_user_id AS accountUserId, revision
  FROM application`;

const AUTHORITY = `
  SELECT paper.user_id AS userId, paper.contract_id AS contractId,
    paper.application_id AS applicationId, paper.title, paper.number, paper.from_on AS fromOn,
    paper.until_on AS untilOn, paper.station_id AS stationId
  FROM representative_authority AS paper`;

/** He may come in, acts by it for his own client, and that client has anything that goes on. */
const ACTS_BY_IT = `
  user_account.active = 1 AND user_account.state NOT IN ('closed', 'erased')
  AND contract.client_id = user_account.client_id
  AND EXISTS (SELECT 1 FROM contract AS other
    WHERE other.client_id = user_account.client_id AND other.state <> 'closed')`;

const SQL = {
  byId: `${SELECT} WHERE application_id = @applicationId`,
  page: (where: string) => `${SELECT} WHERE ${where} ORDER BY number DESC LIMIT @take`,
  last: `SELECT max(number) AS number FROM application`,
  authority: `${AUTHORITY} WHERE user_id = @userId`,
  ending: `${AUTHORITY}
    JOIN user_account ON user_account.user_id = paper.user_id
    JOIN contract ON contract.contract_id = paper.contract_id
    WHERE paper.until_on BETWEEN @fromOn AND @untilOn
      AND coalesce(paper.told_until_on, '') <> paper.until_on AND ${ACTS_BY_IT}
    ORDER BY paper.until_on, paper.user_id LIMIT @limit`,
  told: `
    UPDATE representative_authority SET told_until_on = until_on
    WHERE user_id = @userId AND until_on = @untilOn AND coalesce(told_until_on, '') <> until_on`,
  add: `
    INSERT INTO application (application_id, number, programme_id, form, language, source,
      filed_at_ms, filed_by, curator_user_id, head_user_id, curator_seen_at_ms, head_seen_at_ms,
      state, closed_at_ms, closed_by, reason, account_user_id, revision)
    VALUES (@applicationId, @number, @programmeId, @form, @language, @source, @filedAtMs,
      @filedBy, @curatorUserId, @headUserId, @curatorSeenAtMs, @headSeenAtMs, @state,
      @closedAtMs, @closedBy, @reason, @accountUserId, @revision)
    ON CONFLICT DO NOTHING`,
  put: `
    UPDATE application SET curator_seen_at_ms = @curatorSeenAtMs, head_seen_at_ms = @headSeenAtMs,
      state = @state, closed_at_ms = @closedAtMs, closed_by = @closedBy, reason = @reason,
      account_user_id = @accountUserId, revision = revision + 1
    WHERE application_id = @applicationId AND revision = @revision`,
  putAuthority: `
    INSERT INTO representative_authority (user_id, contract_id, application_id, title, number,
      from_on, until_on, station_id)
    VALUES (@userId, @contractId, @applicationId, @title, @number, @fromOn, @untilOn, @stationId)
    ON CONFLICT (user_id) DO UPDATE SET contract_id = excluded.contract_id,
      application_id = excluded.application_id, title = excluded.title, number = excluded.number,
      from_on = excluded.from_on, until_on = excluded.until_on, station_id = excluded.station_id`,
};

interface Batch extends Pick<ApplicationQuestion, 'state'> {
  /** Only those with a smaller number; null for the newest. */
  readonly before: number | null;
  readonly take: number;
}

/** Applications, and what somebody's access rests on, as they are read. */
export class SqlApplicationStore implements ApplicationStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  async application(applicationId: string): Promise<Application | null> {
    const row = await this.#db.get<Row>(SQL.byId, { applicationId });
    return row === undefined ? null : applicationFrom(row);
  }

  async applications(question: ApplicationQuestion): Promise<Page<Application>> {
    const { cursor, limit, state } = question;
    const words = searchWords(question.search);
    const take = words.length === 0 ? limit + 1 : BATCH_ROWS;
    const found: Application[] = [];
    let before: number | null = cursor === null ? null : Number(cursor);
    // Words are looked for here: neither engine folds Cyrillic letters, and applications are few.
    for (;;) {
      const batch: readonly Application[] = await this.#batch({ state, before, take });
      found.push(...batch.filter((one) => hasWords(one, words)));
      before = batch.at(-1)?.number ?? null;
      if (batch.length < take || found.length > limit) break;
    }
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return { rows, nextCursor: last === undefined ? null : String(last.number) };
  }

  async #batch(values: Batch): Promise<readonly Application[]> {
    const { state, before } = values;
    const where = [
      ...(before === null ? [] : ['number < @before']),
      ...(state === null ? [] : ['state = @state']),
      '1 = 1',
    ].join(' AND ');
    return (await this.#db.all<Row>(SQL.page(where), { ...values })).map(applicationFrom);
  }

  async nextNumber(): Promise<number> {
    const last = await this.#db.get<{ number: number | null }>(SQL.last);
    return (last?.number ?? 0) + 1;
  }

  authorityOf(userId: string): Promise<RepresentativeAuthority | null> {
    return authorityOf(this.#db, userId);
  }

  authoritiesEnding(question: EndingQuestion): Promise<readonly EndingAuthority[]> {
    return this.#db.all<EndingAuthority>(SQL.ending, { ...question });
  }
}

export async function applyApplication(
  sql: SqlWrite,
  change: ApplicationChange,
): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'application.add':
      return (await sql.run(SQL.add, rowOf(change.application))) === 1 ? 'done' : 'stale';
    case 'application.put':
      return (await sql.run(SQL.put, rowOf(change.application))) === 1 ? 'done' : 'stale';
    case 'authority.put':
      await sql.run(SQL.putAuthority, change.authority);
      return 'done';
    case 'authority.told':
      return (await sql.run(SQL.told, change)) === 1 ? 'done' : 'stale';
  }
}

async function authorityOf(sql: Sql, userId: string): Promise<RepresentativeAuthority | null> {
  return (await sql.get<RepresentativeAuthority>(SQL.authority, { userId })) ?? null;
}

function hasWords({ number, form }: Application, words: readonly string[]): boolean {
  const { clientName, taxId, contractNumber, personName, phone } = form;
  const text = fold(String(number), clientName, taxId, contractNumber, personName, phone);
  return words.every((word) => text.includes(word));
}

function rowOf(application: Application) {
  return { ...application, form: JSON.stringify(application.form) };
}

function applicationFrom({ form, ...row }: Row): Application {
  return { ...row, form: applicationForm.parse(JSON.parse(form)) };
}
