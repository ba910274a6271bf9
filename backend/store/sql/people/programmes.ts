import { programmeProfile } from '#protocol/records/programme.ts';
import type { ProgrammeChange } from '#service/people/changes/programme-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type {
  KeptProgramme,
  KeptTermsHead,
  TermsQuestion,
  TermsText,
  TermsVersion,
} from '#service/programme/programme-rows.ts';
import type { Sql, SqlWrite } from '../sql.ts';

// Programmes and the versions of their documents.

interface ProgrammeRow extends Omit<KeptProgramme, 'profile' | 'active'> {
  readonly profile: string;
  readonly active: 0 | 1;
}

type HeadRow = Omit<KeptTermsHead, 'languages'>;

type TextPlace = Pick<KeptTermsHead, 'kind' | 'version'> & Pick<TermsText, 'language'>;

const SELECT = `SELECT active, profile, revision, changed_at_ms AS changedAtMs FROM programme`;

const SQL = {
  all: `${SELECT} ORDER BY programme_id`,
  byId: `${SELECT} WHERE programme_id = @programmeId`,
  add: `
    INSERT INTO programme (programme_id, active, profile, revision, changed_at_ms)
    VALUES (@programmeId, @active, @profile, @revision, @changedAtMs)
    ON CONFLICT (programme_id) DO NOTHING`,
  put: `
    UPDATE programme SET active = @active, profile = @profile, revision = revision + 1,
      changed_at_ms = @changedAtMs
    WHERE programme_id = @programmeId AND revision = @revision`,
  heads: `
    SELECT programme_id AS programmeId, kind, version, from_ms AS fromMs,
      published_at_ms AS publishedAtMs, hash
    FROM terms_version WHERE programme_id = @programmeId ORDER BY kind, version`,
  places: `
    SELECT kind, version, language FROM terms_text
    WHERE programme_id = @programmeId ORDER BY kind, version, language`,
  text: `
    SELECT language, title, body FROM terms_text
    WHERE programme_id = @programmeId AND kind = @kind AND version = @version
      AND language = @language`,
  publish: `
    INSERT INTO terms_version (programme_id, kind, version, from_ms, published_at_ms, hash)
    VALUES (@programmeId, @kind, @version, @fromMs, @publishedAtMs, @hash)
    ON CONFLICT (programme_id, kind, version) DO NOTHING`,
};

export async function allProgrammes(sql: Sql): Promise<readonly KeptProgramme[]> {
  return (await sql.all<ProgrammeRow>(SQL.all)).map(programmeFrom);
}

export async function programmeById(sql: Sql, programmeId: string): Promise<KeptProgramme | null> {
  const row = await sql.get<ProgrammeRow>(SQL.byId, { programmeId });
  return row === undefined ? null : programmeFrom(row);
}

export async function termsHeads(sql: Sql, programmeId: string): Promise<readonly KeptTermsHead[]> {
  const heads = await sql.all<HeadRow>(SQL.heads, { programmeId });
  const places = await sql.all<TextPlace>(SQL.places, { programmeId });
  return heads.map((head) => ({
    ...head,
    languages: places
      .filter(({ kind, version }) => kind === head.kind && version === head.version)
      .map(({ language }) => language),
  }));
}

export async function termsText(sql: Sql, question: TermsQuestion): Promise<TermsText | null> {
  return (await sql.get<TermsText>(SQL.text, question)) ?? null;
}

export async function applyProgramme(
  sql: SqlWrite,
  change: ProgrammeChange,
): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'programme.add':
      return (await sql.run(SQL.add, rowOf(change.programme))) === 1 ? 'done' : 'taken';
    case 'programme.put':
      return (await sql.run(SQL.put, rowOf(change.programme))) === 1 ? 'done' : 'stale';
    case 'terms.publish':
      return publish(sql, change.terms);
  }
}

async function publish(sql: SqlWrite, terms: TermsVersion): Promise<CommitOutcome> {
  const { texts, ...head } = terms;
  if ((await sql.run(SQL.publish, head)) === 0) return 'stale';
  const { programmeId, kind, version } = head;
  const place = { programme_id: programmeId, kind, version };
  await sql.insertAll(
    'terms_text',
    texts.map((text) => ({ ...place, ...text })),
  );
  return 'done';
}

function rowOf({ profile, active, revision, changedAtMs }: KeptProgramme) {
  return {
    programmeId: profile.programmeId,
    active: active ? 1 : 0,
    profile: JSON.stringify(profile),
    revision,
    changedAtMs,
  };
}

function programmeFrom({ profile, active, ...row }: ProgrammeRow): KeptProgramme {
  return { ...row, active: active === 1, profile: programmeProfile.parse(JSON.parse(profile)) };
}
