import { firstLanguage, type DocumentKind } from '#domain/identity/programme.ts';
import { termsState, type Acceptance } from '#domain/identity/terms.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { Language } from '#domain/text/language.ts';
import type { ProgrammeDoor } from '#protocol/records/programme-door.ts';
import type { AcceptedTerms, RefusedTerms, TermsHeadRecord } from '#protocol/records/terms.ts';
import type { RouteInput } from '#protocol/routes.ts';
import type { Core } from '../core.ts';

// Which documents whoever comes in here has accepted, and what the backend has not heard of it yet
// (V-14). Without the link the documents are those that were told last.

export interface Accepter {
  readonly userId: string;
  readonly programmeId: string;
}

/** What of a door's documents somebody has not accepted, as far as it is known here. */
export function lacking(core: Core, door: ProgrammeDoor, userId: string) {
  const heads = door.documents.flatMap(({ head }) => head ?? []);
  return termsState(door.documents, heads, acceptedHere(core, userId), core.clock.nowMs());
}

/**
 * Somebody comes in without the link: what is accepted by that is written down before he is in.
 * @returns what the session is good for alone, where a tick of its own is missing; refused with
 *   `OFFER_TEXT_MISSING` {kind} as the door is (V-15), and with DISK_FULL
 */
export function comeIn(
  core: Core,
  userId: string,
  {
    door,
    language,
  }: { readonly door: ProgrammeDoor | null; readonly language?: Language | undefined },
): Result<'accept-terms' | null> {
  if (door === null) return ok(null);
  const { bySigningIn, byTick, missing } = lacking(core, door, userId);
  const [kind] = missing;
  if (kind !== undefined) return refuse('OFFER_TEXT_MISSING', { kind });
  const readIn = language ?? firstLanguage(door);
  const accepted = bySigningIn.map((head) => ({ ...head, language: readIn }));
  const { programmeId } = door;
  const written = acceptHere(core, { userId, programmeId }, accepted);
  if (!written.ok) return written;
  return ok(byTick.length === 0 ? null : 'accept-terms');
}

type Named = Pick<AcceptedTerms, 'kind' | 'version' | 'hash' | 'language'>;

/** Written down for good, to be told; of what was accepted before nothing changes. */
export function acceptHere(
  core: Core,
  who: Accepter,
  accepted: readonly Named[],
): Result<null, 'DISK_FULL'> {
  const untold = accepted.map((one) => ({ ...one, untoldId: core.ids.uuid() }));
  return keep(core, who, untold);
}

/**
 * The backend has let him in for everything: what is required of this door stands there. What it
 * has refused stays so until he accepts it anew: the door may be known here as it was before.
 */
export function noteAccepted(
  core: Core,
  userId: string,
  door: ProgrammeDoor | null,
): Result<null, 'DISK_FULL'> {
  if (door === null) return ok(null);
  const { bySigningIn, byTick } = lacking(core, door, userId);
  const language = firstLanguage(door);
  const known = [...bySigningIn, ...byTick].map((head) => ({ ...head, language, untoldId: null }));
  return keep(core, { userId, programmeId: door.programmeId }, known);
}

function keep(
  { journal, clock }: Core,
  { userId, programmeId }: Accepter,
  accepted: readonly (Named & { readonly untoldId: string | null })[],
): Result<null, 'DISK_FULL'> {
  if (accepted.length === 0) return ok(null);
  const atMs = clock.nowMs();
  return journal.write({ atMs }, ({ db }) => {
    const add = db.prepare(
      `INSERT INTO acceptance (user_id, kind, version, hash, untold_id, programme_id, language,
         accepted_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (user_id, kind, version, hash) DO UPDATE SET untold_id = excluded.untold_id,
         language = excluded.language, accepted_at_ms = excluded.accepted_at_ms, refused_code = NULL
       WHERE acceptance.refused_code IS NOT NULL AND excluded.untold_id IS NOT NULL`,
    );
    for (const { kind, version, hash, untoldId, language } of accepted) {
      add.run(userId, kind, version, hash, untoldId, programmeId, language, atMs);
    }
    return null;
  });
}

/** What somebody has accepted, as far as it is known here. */
export function acceptedHere({ journal }: Core, userId: string): readonly Acceptance[] {
  const rows = journal.db
    .prepare<[string], Omit<Acceptance, 'withdrawnAtMs'>>(
      'SELECT kind, version, hash FROM acceptance WHERE user_id = ? AND refused_code IS NULL',
    )
    .all(userId);
  return rows.map((row) => ({ ...row, withdrawnAtMs: null }));
}

/** The version of a kind that was told last, if exactly this is it; null otherwise. */
export function knownHead(
  door: ProgrammeDoor,
  { kind, version, hash }: { kind: DocumentKind; version: number; hash: string },
): TermsHeadRecord | null {
  const head = door.documents.find((one) => one.kind === kind)?.head ?? null;
  return head?.version === version && head.hash === hash ? head : null;
}

/** Asked again it would be refused again. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'TERMS_NOT_FOUND',
  'FIELD_INVALID',
  'COMMAND_ID_REUSED',
]);

/** What somebody accepted without the link and the network did not take; he hears of it. */
export function refusedTerms({ journal }: Core, userId: string): RefusedTerms[] {
  return journal.db
    .prepare<[string], RefusedTerms>(
      `SELECT kind, version FROM acceptance WHERE user_id = ? AND refused_code IS NOT NULL
       ORDER BY kind, version`,
    )
    .all(userId);
}

/** He has read it. */
export function forgetRefusedTerms(
  { journal, clock }: Core,
  userId: string,
): Result<null, 'DISK_FULL'> {
  return journal.write({ atMs: clock.nowMs() }, ({ db }) => {
    db.prepare('DELETE FROM acceptance WHERE user_id = ? AND refused_code IS NOT NULL').run(userId);
    return null;
  });
}

/**
 * Tells what was accepted without the link; each counts once, however often it is told. What the
 * network does not take is no acceptance: its person is asked anew, and told why.
 */
export async function tellAcceptances(core: Core): Promise<void> {
  const rows = core.journal.db
    .prepare<[], RouteInput<'consent.told'>>(
      `SELECT untold_id AS commandId, user_id AS userId, programme_id AS programmeId, kind,
         version, hash, language, accepted_at_ms AS acceptedAtMs
       FROM acceptance WHERE untold_id IS NOT NULL ORDER BY accepted_at_ms, untold_id`,
    )
    .all();
  for (const row of rows) {
    const told = await core.link.call('consent.told', row);
    if (!told.ok && !FOR_GOOD.has(told.code)) return;
    if (!told.ok) core.log.warn({ code: told.code }, 'an acceptance was not taken');
    const refusedCode = told.ok ? null : told.code;
    core.journal.write({ atMs: core.clock.nowMs() }, ({ db }) => {
      db.prepare(
        'UPDATE acceptance SET untold_id = NULL, refused_code = ? WHERE untold_id = ?',
      ).run(refusedCode, row.commandId);
    });
  }
}
