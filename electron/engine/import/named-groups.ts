import { ok, refuse, type Result } from '#domain/result.ts';
import { fold } from '#domain/text/fold.ts';
import type { BadRow, NamedGroup } from '#protocol/records/registers.ts';
import type { Core } from '../core.ts';
import type { Operator } from '../sale/question.ts';
import type { MappedRow } from './map-row.ts';

export interface ReadRow {
  readonly line: number;
  readonly row: MappedRow;
}

export interface GroupCheck {
  readonly operator: Operator;
  /** Whether groups that are named and not there are to be made. */
  readonly makeGroups: boolean;
  /** How the file calls the column of groups. */
  readonly column: string;
}

/**
 * Which rows of a card register cannot be taken because their group is not there, or how many
 * groups will be made for them. Nobody is asked where no row names a group. Refused with LINK_DOWN
 * or ONLINE_SIGNIN_REQUIRED: the authority alone knows all groups.
 */
export async function checkGroups(
  core: Core,
  rows: readonly ReadRow[],
  { operator, makeGroups, column }: GroupCheck,
): Promise<Result<{ readonly badRows: readonly BadRow[]; readonly newGroupCount: number }>> {
  const named = new Map<string, NamedGroup>();
  for (const { row } of rows) {
    const group = groupOf(row);
    if (group !== null) named.set(keyOf(group), group);
  }
  if (named.size === 0) return ok({ badRows: [], newGroupCount: 0 });
  if (operator.sessionToken === null) return refuse('ONLINE_SIGNIN_REQUIRED');
  const groups = [...named.values()];
  const asked = await core.link.call('register.missing-groups', { groups }, operator.sessionToken);
  if (!asked.ok) return asked;
  const { missing } = asked.value;
  return makeGroups
    ? ok({ badRows: [], newGroupCount: missing.length })
    : ok({ badRows: rowsWithout(missing, rows, column), newGroupCount: 0 });
}

function rowsWithout(
  missing: readonly NamedGroup[],
  rows: readonly ReadRow[],
  column: string,
): readonly BadRow[] {
  const keys = new Set(missing.map(keyOf));
  return rows.flatMap(({ line, row }): BadRow[] => {
    const group = groupOf(row);
    if (group === null || !keys.has(keyOf(group))) return [];
    return [
      { line, column: column.slice(0, 100), code: 'IMPORT_GROUP_MISSING', params: { ...group } },
    ];
  });
}

function groupOf({ group, clientSourceId }: MappedRow): NamedGroup | null {
  const named = typeof group === 'string' && typeof clientSourceId === 'string';
  return named ? { clientSourceId, group } : null;
}

/** Two spellings of one group are one to the authority, which names the first. */
function keyOf({ clientSourceId, group }: NamedGroup): string {
  return `${clientSourceId} ${fold(group)}`;
}
