import type { ReadableDb } from '#sqlite/open.ts';
import type { AskedLimit, Evidence, Violation } from './evidence.ts';
import { all, groups } from './tables/rows.ts';

/** How each limit came to be as it is: one row per change. */
interface VersionRow {
  readonly limitId: string;
  readonly commandId: string;
  readonly fromMs: number;
  readonly atMs: number;
  /** Null where it ends. */
  readonly amount: number | null;
}

/**
 * I2 and I4: a change of limits is in the books once and as it was asked, one that was accepted for
 * so many limits is there for all of them, and none undoes what somebody else has made of a limit
 * since it was looked at.
 */
export function limitChanges({ backend, limitsAsked, seen }: Evidence): Violation[] {
  const rows = versions(backend);
  const byCommand = groups(rows, 'commandId');
  const told = loweredByLine(backend);
  const unasked = [...byCommand].flatMap(([commandId, rows]) => {
    return differing(rows, limitsAsked.get(commandId) ?? told.get(commandId) ?? []);
  });
  const partly = seen.flatMap((one) => {
    if (one.kind !== 'limits changed') return [];
    const count = byCommand.get(one.commandId)?.length ?? 0;
    return count === one.count
      ? []
      : [`${one.commandId} changed ${one.count} limits, ${count} are`];
  });
  const undone = undoing(rows, limitsAsked);
  return [
    ...unasked.map((what): Violation => ({ invariant: 'I2', what })),
    ...[...partly, ...undone].map((what): Violation => ({ invariant: 'I4', what })),
  ];
}

function versions(backend: ReadableDb): readonly VersionRow[] {
  return all<VersionRow>(
    backend,
    `SELECT limit_id AS limitId, command_id AS commandId, from_ms AS fromMs, at_ms AS atMs,
         terms ->> '$.amount' AS amount
       FROM limit_version ORDER BY limit_id, from_ms, command_id`,
  );
}

/** Limits that workstations have lowered without the link, by the command that each line is. */
function loweredByLine(backend: ReadableDb): ReadonlyMap<string, readonly AskedLimit[]> {
  const lines = all<{ commandId: string; limitId: string; amount: number }>(
    backend,
    `SELECT command_id AS commandId, body ->> '$.limitId' AS limitId, body ->> '$.amount' AS amount
       FROM journal_line WHERE kind = 'limit.lowered' AND status = 'applied'`,
  );
  return new Map(lines.map((line) => [line.commandId, [{ ...line, amounts: [line.amount] }]]));
}

/** Each version takes the place of one limit that was asked for. */
function differing(rows: readonly VersionRow[], asked: readonly AskedLimit[]): string[] {
  const open = [...asked];
  return rows.flatMap(({ limitId, commandId, amount }) => {
    const index = open.findIndex((one) => {
      return (one.limitId ?? limitId) === limitId && one.amounts.includes(amount);
    });
    if (index !== -1) open.splice(index, 1);
    return index === -1 ? [`nobody asked ${commandId} to set ${limitId} to ${amount}`] : [];
  });
}

/** Changes that were worked out from another amount than the one that was in force. */
function undoing(rows: readonly VersionRow[], asked: Evidence['limitsAsked']): string[] {
  const ofLimit = groups(rows, 'limitId');
  return rows.flatMap((row) => {
    const { limitId, commandId } = row;
    const seen = asked.get(commandId)?.find((one) => one.limitId === limitId)?.seen;
    if (seen === undefined) return [];
    const before = inForceBefore(row, ofLimit.get(limitId) ?? []);
    if (before.length === 0 || before.includes(seen)) return [];
    return [`${commandId} saw ${limitId} at ${seen} and has undone ${before.join(' or ')}`];
  });
}

/** What a limit was when a version came; of changes of one instant any may have been the last. */
function inForceBefore(row: VersionRow, all: readonly VersionRow[]): readonly (number | null)[] {
  const others = all.filter((one) => one !== row && one.fromMs <= row.fromMs);
  const older = others.filter(({ atMs }) => atMs < row.atMs);
  const valid = older.filter((one) => !older.some((end) => takesAway(end, one)));
  const last = newest(newest(valid, 'fromMs'), 'atMs');
  // What it began with is no version, and neither is what waits for its day after an end.
  if (last.length === 0 || last.some(({ amount }) => amount === null)) return [];
  const together = others.filter(({ atMs }) => atMs === row.atMs);
  return [...last, ...together].map(({ amount }) => amount);
}

/** An end takes with it what was planned before for later than itself. */
function takesAway(end: VersionRow, one: VersionRow): boolean {
  return end.amount === null && one.fromMs > end.fromMs && one.atMs <= end.atMs;
}

function newest(rows: readonly VersionRow[], by: 'fromMs' | 'atMs'): readonly VersionRow[] {
  const latest = Math.max(...rows.map((row) => row[by]));
  return rows.filter((row) => row[by] === latest);
}
