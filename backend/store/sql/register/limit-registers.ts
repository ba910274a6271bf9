import {
  limitTemplate,
  type LimitTemplateRecord,
  type ListedGroup,
} from '#protocol/records/limits.ts';
import type { Page, PageQuestion } from '#service/page-ports.ts';
import type { KeptLimitVersion, LimitHistoryQuestion } from '#service/ports.ts';
import { limitTerms } from '#protocol/records.ts';
import { fold, searchWords } from '#domain/text/fold.ts';
import { GROUP_COLUMNS } from '../rows.ts';
import type { Sql, SqlWrite } from '../sql.ts';
import { containsAll } from './contains-all.ts';
import { OF_CLIENT } from './lists.ts';

// What people look up about limits beside the limits themselves: versions, groups and templates.

// Ids of commands grow with time: they tell two changes of one millisecond apart.
const VERSIONS = (whose: string): string => `
  SELECT limit_id AS limitId, from_ms AS fromMs, terms, limit_version.at_ms AS atMs,
    display_name AS userName
  FROM limit_version LEFT JOIN user_account USING (user_id)
  WHERE limit_id = @limitId AND ${whose}
  ORDER BY from_ms DESC, limit_version.at_ms DESC, command_id DESC LIMIT 500`;

const SQL = {
  versions: VERSIONS('1 = 1'),
  versionsOfClient: VERSIONS(`limit_version.${OF_CLIENT}`),
  group: `SELECT ${GROUP_COLUMNS} FROM card_group WHERE group_id = @groupId`,
  cardsOfGroup: `SELECT card_id AS cardId FROM card WHERE group_id = @groupId ORDER BY card_id`,
  templates: `
    SELECT template_id AS templateId, contract_id AS contractId, name, body FROM limit_template
    WHERE contract_id IS NULL OR contract_id = @contractId ORDER BY search, template_id LIMIT 1000`,
  template: `
    SELECT template_id AS templateId, contract_id AS contractId, name, body FROM limit_template
    WHERE template_id = @templateId`,
  putTemplate: `
    INSERT INTO limit_template (template_id, contract_id, name, body, search)
    VALUES (@templateId, @contractId, @name, @body, @search)
    ON CONFLICT (template_id) DO UPDATE SET contract_id = excluded.contract_id,
      name = excluded.name, body = excluded.body, search = excluded.search`,
  removeTemplate: `DELETE FROM limit_template WHERE template_id = @templateId`,
  place: `
    UPDATE station SET region_id = @regionId, partner_id = @partnerId
    WHERE station_id = @stationId`,
};

interface VersionRow {
  readonly limitId: string;
  readonly fromMs: number;
  readonly terms: string | null;
  readonly atMs: number;
  readonly userName: string | null;
}

/**
 * Every version of a limit, the newest first; to a client's person those that were decided while
 * the card was his client's (rule G10).
 */
export async function limitHistory(
  sql: Sql,
  { limitId, clientId }: LimitHistoryQuestion,
): Promise<readonly KeptLimitVersion[]> {
  const versions = clientId === null ? SQL.versions : SQL.versionsOfClient;
  const rows = await sql.all<VersionRow>(versions, { limitId, clientId });
  return rows.map(({ terms, ...row }) => ({
    ...row,
    terms: terms === null ? null : limitTerms.parse(JSON.parse(terms)),
  }));
}

export interface GroupRow {
  readonly groupId: string;
  readonly contractId: string;
  readonly name: string;
}

export async function cardGroup(sql: Sql, groupId: string): Promise<GroupRow | null> {
  return (await sql.get<GroupRow>(SQL.group, { groupId })) ?? null;
}

export async function cardsOfGroup(sql: Sql, groupId: string): Promise<readonly string[]> {
  const rows = await sql.all<{ cardId: string }>(SQL.cardsOfGroup, { groupId });
  return rows.map(({ cardId }) => cardId);
}

/** Groups by pages, of one contract or of all. */
export async function cardGroups(
  sql: Sql,
  question: PageQuestion & { readonly contractId: string | null },
): Promise<Page<ListedGroup>> {
  const { cursor, limit, search, contractId, clientId = null } = question;
  const by = containsAll(sql.dialect, 'card_group', searchWords(search));
  const after =
    cursor === null
      ? '1 = 1'
      : `(card_group.search, card_group.group_id) >
         (SELECT search, group_id FROM card_group AS last WHERE last.group_id = @cursor)`;
  const own = contractId === null ? '1 = 1' : 'card_group.contract_id = @contractId';
  const seen = clientId === null ? '1 = 1' : `card_group.${OF_CLIENT}`;
  const text = `
    SELECT ${GROUP_COLUMNS},
      (SELECT count(*) FROM card WHERE card.group_id = card_group.group_id) AS cardCount
    FROM card_group WHERE ${after} AND ${own} AND ${seen} AND ${by.where}
    ORDER BY card_group.search, card_group.group_id LIMIT @take`;
  const values = { ...by.values, cursor, contractId, clientId, take: limit + 1 };
  const all = await sql.all<ListedGroup>(text, values);
  const rows = all.slice(0, limit);
  const last = all.length > limit ? rows.at(-1) : undefined;
  return { rows, nextCursor: last?.groupId ?? null };
}

interface TemplateRow {
  readonly templateId: string;
  readonly contractId: string | null;
  readonly name: string;
  readonly body: string;
}

/** Templates of a contract and of the whole network. */
export async function limitTemplates(
  sql: Sql,
  contractId: string | null,
): Promise<readonly LimitTemplateRecord[]> {
  const rows = await sql.all<TemplateRow>(SQL.templates, { contractId: contractId ?? '' });
  return rows.map(templateFrom);
}

export async function limitTemplateById(
  sql: Sql,
  templateId: string,
): Promise<LimitTemplateRecord | null> {
  const row = await sql.get<TemplateRow>(SQL.template, { templateId });
  return row === undefined ? null : templateFrom(row);
}

export async function putLimitTemplate(
  sql: SqlWrite,
  { limits, rules, ...template }: LimitTemplateRecord,
): Promise<void> {
  const body = JSON.stringify({ limits, rules });
  await sql.run(SQL.putTemplate, { ...template, body, search: fold(template.name) });
}

/** False when there was none. */
export async function removeLimitTemplate(sql: SqlWrite, templateId: string): Promise<boolean> {
  return (await sql.run(SQL.removeTemplate, { templateId })) === 1;
}

/** Where a station is, for the lists of rules; false when it is unknown. */
export async function placeStation(
  sql: SqlWrite,
  place: { stationId: string; regionId: string | null; partnerId: string | null },
): Promise<boolean> {
  if ((await sql.run(SQL.place, place)) === 0) return false;
  await sql.touch('station', place.stationId);
  return true;
}

function templateFrom({ body, ...row }: TemplateRow): LimitTemplateRecord {
  const parts: unknown = JSON.parse(body);
  const known = typeof parts === 'object' && parts !== null ? parts : {};
  return limitTemplate.parse({ ...known, ...row });
}
