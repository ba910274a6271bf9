import {
  auditEntry,
  type AuditEntry,
  type Doer,
  type JsonObject,
} from '#domain/audit/audit-entry.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { canonicalText, type Json } from '#domain/journal/chain.ts';
import { ok, refuse } from '#domain/result.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { DONE, parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { jsonOf } from '../office/limits.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { headRecord } from './programme-door.ts';
import type { KeptProgramme } from './programme-rows.ts';

/** All programmes of the network with every version of their documents. */
export async function listProgrammes({
  stores,
  clock,
}: Service): Promise<Answer<RouteAnswer<'programme.list'>>> {
  const rows = [];
  for (const { profile, ...kept } of await stores.programmes.programmes()) {
    const heads = await stores.programmes.termsHeads(profile.programmeId);
    rows.push({ ...kept, profile: recordOf(profile), versions: heads.map(headRecord) });
  }
  return ok({ rows, asOfMs: clock.nowMs() });
}

/** The profiles that come with the product, for the administrator to choose from. */
export async function shippedProgrammes({
  shipped,
}: Service): Promise<Answer<RouteAnswer<'programme.shipped'>>> {
  return ok({ profiles: (shipped?.profiles ?? []).map(recordOf) });
}

/**
 * Makes a programme, changes it, or takes it out of use; what its people may do follows at once.
 * @returns `PROGRAMME_CHANGED` when somebody has changed it since it was read, or made one of this
 *   id meanwhile
 */
export function putProgramme(
  service: Service,
  { commandId, ...asked }: RouteInput<'programme.put'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'programme.put'>>> {
  return once(
    service,
    { command: 'programme.put', commandId, caller, asked: jsonOf(asked), parse: parseDone },
    async (keep) => {
      const { stores, clock } = service;
      const { profile, active, revision } = asked;
      const before = await stores.programmes.programme(profile.programmeId);
      const after = { profile, active, revision: revision ?? 0, changedAtMs: clock.nowMs() };
      // Somebody has put the same: nothing changes.
      if (before !== null && sameProgramme(before, after)) return ok(DONE);
      const written = await stores.people.commit({
        atMs: after.changedAtMs,
        audit: entryOf(before, after, doerOf(caller)),
        changes: [
          { kind: revision === null ? 'programme.add' : 'programme.put', programme: after },
          keep(DONE),
        ],
      });
      return written === 'done' ? ok(DONE) : refuse('PROGRAMME_CHANGED');
    },
  );
}

function sameProgramme(one: KeptProgramme, other: KeptProgramme): boolean {
  return stated(one) === stated(other);
}

/** What an administrator says of a programme, whatever the order of its fields. */
function stated(programme: KeptProgramme): string {
  const plain: Json = JSON.parse(JSON.stringify(told(programme)));
  return canonicalText(plain);
}

function entryOf(before: KeptProgramme | null, after: KeptProgramme, doer: Doer): AuditEntry {
  return auditEntry(doer, {
    event: 'programme.put',
    subjectKind: 'programme',
    subjectId: after.profile.programmeId,
    before: before === null ? null : told(before),
    after: told(after),
  });
}

function told({ profile, active }: KeptProgramme): JsonObject {
  return { profile, active };
}

/** A profile as the schema of the border has it: lists that nobody else holds. */
function recordOf(profile: ProgrammeProfile) {
  return programmeProfile.parse(profile);
}
