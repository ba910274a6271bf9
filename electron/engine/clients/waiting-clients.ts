import { wellFormedClient } from '#domain/client/client.ts';
import { ok, refuse, type Params, type Result } from '#domain/result.ts';
import type { BridgeAnswer, BridgeInput } from '#protocol/bridge.ts';
import type { ClientWaiting } from '#protocol/bridge/clients.ts';
import { clientDetails, clientEntry, type ClientDetails } from '#protocol/records/client/client.ts';
import type { RouteInput } from '#protocol/routes.ts';
import type { Core } from '../core.ts';
import type { Operator } from '../sale/question.ts';
import { unanswered } from '../sync/link.ts';

// What is entered of clients without the link, until the network has taken it (row O-08). It stands
// in the journal's file, which is never replaced and synced with each change, though it is no line
// of the account: contacts go when they are told, and a line would keep them for ever.

type Asked = RouteInput<'client.put'>;
type Put = BridgeAnswer<'client:put'>;

/** Asks the authority; refused with ONLINE_SIGNIN_REQUIRED where it knows nobody who asks. */
type AskAuthority = (input: Asked, operator: Operator) => Promise<Result<ClientDetails>>;

interface Row {
  readonly commandId: string;
  readonly clientId: string | null;
  readonly revision: number | null;
  readonly client: string;
  readonly seen: string | null;
  readonly userId: string;
  readonly writtenByName: string;
  readonly writtenAtMs: number;
  readonly sent: 0 | 1;
  readonly refusedCode: string | null;
  readonly refusedParams: string;
}

const ROWS = `SELECT command_id AS commandId, client_id AS clientId, revision, client, seen,
    user_id AS userId, written_by_name AS writtenByName, written_at_ms AS writtenAtMs, sent,
    refused_code AS refusedCode, refused_params AS refusedParams
  FROM client_entry`;

/**
 * Enters a client or changes it. Where the authority does not answer, or nobody here can ask it,
 * what was entered is held to the rules of its form and waits here to be told.
 * @returns the refusals of the form; CHANGED_MEANWHILE where what it is to stand in the place of is
 *   on its way, or not here any more; DISK_FULL
 */
export async function putClient(
  core: Core,
  ask: AskAuthority | null,
  { seen = null, inPlaceOf = null, ...asked }: BridgeInput<'client:put'>,
  operator: Operator,
): Promise<Result<Put>> {
  const before = inPlaceOf === null ? null : rowOf(core, inPlaceOf);
  if (inPlaceOf !== null && (before === null || isOnWay(before))) {
    return refuse('CHANGED_MEANWHILE');
  }
  // What waits has its place in the queue: it is never sent beside what stands in its place.
  const isQueued = before !== null && before.refusedCode === null;
  const online = ask === null || isQueued ? null : await ask(asked, operator);
  if (online?.ok === true) {
    // Where the disk is full what it stands in the place of stays, and is refused when it is told.
    if (before !== null) remove(core, before.commandId);
    return ok({ ...online.value, waiting: null });
  }
  if (online !== null && !isUnasked(online.code)) return online;
  const isAsked = online !== null && unanswered(online.code);
  return write(core, { asked, seen, inPlaceOf, isAsked }, operator);
}

/** Whoever unlocked without the link has no session with which to ask when it is back. */
function isUnasked(code: string): boolean {
  return unanswered(code) || code === 'ONLINE_SIGNIN_REQUIRED';
}

interface Entered {
  readonly asked: Asked;
  readonly seen: ClientDetails | null;
  readonly inPlaceOf: string | null;
  /** The authority was asked, and perhaps has done it. */
  readonly isAsked: boolean;
}

/** Kept as it was typed: under one id the authority has to be asked the same, whoever asks. */
function write(
  { journal, clock, events }: Core,
  { asked, seen, inPlaceOf, isAsked }: Entered,
  { userId, displayName }: Operator,
): Result<Put> {
  const { commandId, clientId, revision, client } = asked;
  const formed = wellFormedClient({
    ...client,
    clientId: clientId ?? commandId,
    revision: revision ?? 0,
  });
  if (!formed.ok) return formed;
  const atMs = clock.nowMs();
  const written = journal.write({ atMs }, ({ db }): Put => {
    db.prepare('DELETE FROM client_entry WHERE command_id = ?').run(inPlaceOf);
    db.prepare(
      `INSERT INTO client_entry (command_id, client_id, revision, client, seen, user_id,
         written_by_name, written_at_ms, sent)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ).run(
      commandId,
      clientId,
      revision,
      JSON.stringify(client),
      seen === null ? null : JSON.stringify(seen),
      userId,
      displayName,
      atMs,
      isAsked ? 1 : 0,
    );
    return { ...formed.value, waiting: isAsked ? 'sent' : 'waits' };
  });
  events.syncMoved();
  return written;
}

/** What waits to be sent and what the network did not take, the oldest first. */
export function waitingClients({ journal }: Core): ClientWaiting[] {
  const rows = journal.db.prepare<[], Row>(`${ROWS} ORDER BY written_at_ms, command_id`).all();
  return rows.map((row) => ({
    entryId: row.commandId,
    clientId: row.clientId,
    seen: row.seen === null ? null : clientDetails.parse(JSON.parse(row.seen)),
    client: clientEntry.parse(JSON.parse(row.client)),
    writtenByName: row.writtenByName,
    writtenAtMs: row.writtenAtMs,
    state: stateOf(row),
    refusedCode: row.refusedCode,
    refusedParams: JSON.parse(row.refusedParams) as Params,
  }));
}

/** How it stands with what was entered under this id; null where the network has taken it. */
export function waitingStateOf(core: Core, commandId: string): ClientWaiting['state'] | null {
  const row = rowOf(core, commandId);
  return row === null ? null : stateOf(row);
}

/**
 * Lets go of what was entered.
 * @returns NOT_FOUND; CHANGED_MEANWHILE where it is on its way; DISK_FULL, and it stays
 */
export function dropWaiting(core: Core, commandId: string): Result<{ done: true }> {
  const row = rowOf(core, commandId);
  if (row === null) return refuse('NOT_FOUND');
  if (isOnWay(row)) return refuse('CHANGED_MEANWHILE');
  const removed = remove(core, commandId);
  return removed.ok ? ok({ done: true }) : removed;
}

/** Asked again the same would be refused again: a person has to look at it. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'FORBIDDEN',
  'CLIENT_CHANGED',
  'CLIENT_NOT_FOUND',
  'CLIENT_TYPE_NOT_ALLOWED',
  'FIELD_REQUIRED',
  'FIELD_INVALID',
  'FIELD_UNKNOWN',
  'INN_INVALID',
  'COMMAND_ID_REUSED',
  'NOT_FOUND',
]);

/**
 * Tells what waits, the oldest first, each under the id it was entered with: it counts once,
 * however often it is told. What is refused for good stays here until a person has seen to it; what
 * a backend does not know or take yet waits for the next round. On a full disk nothing is told that
 * is not marked as sent, and what was taken is told once more, which changes nothing.
 */
export async function tellClients(core: Core): Promise<void> {
  const rows = core.journal.db
    .prepare<[], Row>(`${ROWS} WHERE refused_code IS NULL ORDER BY written_at_ms, command_id`)
    .all();
  for (const { commandId } of rows) {
    // Somebody may have let go of it, or entered it anew, while those before it were told.
    const row = rowOf(core, commandId);
    if (row === null) continue;
    if (!mark(core, row, 1).ok) return;
    const { userId, clientId, revision } = row;
    const client = clientEntry.parse(JSON.parse(row.client));
    const asked = { commandId, userId, clientId, revision, client };
    const told = await core.link.call('client.told', asked);
    if (told.ok) remove(core, commandId);
    else if (FOR_GOOD.has(told.code)) noteRefusal(core, commandId, told);
    else {
      if (!unanswered(told.code)) mark(core, row, row.sent);
      return;
    }
  }
}

function rowOf({ journal }: Core, commandId: string): Row | null {
  const row = journal.db.prepare<[string], Row>(`${ROWS} WHERE command_id = ?`).get(commandId);
  return row ?? null;
}

function stateOf({ sent, refusedCode }: Row): ClientWaiting['state'] {
  if (refusedCode !== null) return 'refused';
  return sent === 1 ? 'sent' : 'waits';
}

/** Its answer is not known: it may have been taken. */
function isOnWay(row: Row): boolean {
  return stateOf(row) === 'sent';
}

type Written = Result<null, 'DISK_FULL'>;

function mark({ journal, clock }: Core, { commandId }: Row, sent: 0 | 1): Written {
  return journal.write({ atMs: clock.nowMs() }, ({ db }) => {
    db.prepare('UPDATE client_entry SET sent = ? WHERE command_id = ?').run(sent, commandId);
    return null;
  });
}

function remove({ journal, clock, events }: Core, commandId: string): Written {
  const written = journal.write({ atMs: clock.nowMs() }, ({ db }) => {
    db.prepare('DELETE FROM client_entry WHERE command_id = ?').run(commandId);
    return null;
  });
  events.syncMoved();
  return written;
}

function noteRefusal(
  { journal, clock, events }: Core,
  commandId: string,
  { code, params }: { readonly code: string; readonly params?: Params },
): void {
  // What cannot be noted is told once more, and refused once more.
  journal.write({ atMs: clock.nowMs() }, ({ db }) => {
    db.prepare(
      'UPDATE client_entry SET refused_code = ?, refused_params = ? WHERE command_id = ?',
    ).run(code, JSON.stringify(params ?? {}), commandId);
  });
  events.syncMoved();
}
