import { auditEntry } from '#domain/audit/audit-entry.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { workstationOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { DONE, parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Consent } from '../programme/programme-rows.ts';
import type { Service } from '../service.ts';

/**
 * Keeps an acceptance that was given at a workstation without the link (V-14), with the moment it
 * was given and the one it is told. Of somebody who is forgotten it is heard and not kept.
 * @returns `TERMS_NOT_FOUND` for a version that was never published; FIELD_INVALID {field}:
 *   `userId` for whoever has never signed in at this workstation, nothing is accepted there in his
 *   name, and `acceptedAtMs` for a moment before the version was in force
 */
export function keepTold(
  service: Service,
  { commandId, ...asked }: RouteInput<'consent.told'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'consent.told'>>> {
  return once(
    service,
    { command: 'consent.told', commandId, caller, asked, parse: parseDone },
    async (keep) => {
      const { stores, clock } = service;
      const { userId, programmeId, kind, version, hash } = asked;
      const account = await stores.people.accountById(userId);
      if (account?.programmeId !== programmeId || account.state === 'erased') return ok(DONE);
      const heads = await stores.programmes.termsHeads(programmeId);
      const read = heads.find(
        (head) => head.kind === kind && head.version === version && head.hash === hash,
      );
      if (read === undefined) return refuse('TERMS_NOT_FOUND');
      const tooEarly = asked.acceptedAtMs < read.fromMs;
      if (tooEarly) return refuse('FIELD_INVALID', { field: 'acceptedAtMs' });
      const { workstationId } = workstationOf(caller);
      const came = await stores.people.signedInBefore(userId, workstationId);
      if (came !== 'here') return refuse('FIELD_INVALID', { field: 'userId' });
      const toldAtMs = clock.nowMs();
      const told: Consent = {
        ...asked,
        consentId: commandId,
        // A clock that runs ahead accepts nothing in the future.
        acceptedAtMs: Math.min(asked.acceptedAtMs, toldAtMs),
        channel: 'offline',
        workstationId,
        withdrawnAtMs: null,
      };
      const kept = await stores.programmes.consentsOf(userId);
      if (kept.some((one) => stoodThen(one, told))) return ok(DONE);
      const consent = { ...told, withdrawnAtMs: withdrawnSince(kept, told) };
      const written = await stores.people.commit({
        atMs: toldAtMs,
        audit: auditEntry(
          { ...doerOf(caller), userId },
          {
            event: 'consent.told',
            subjectKind: 'account',
            subjectId: userId,
            after: { kind, version, hash, acceptedAtMs: consent.acceptedAtMs },
          },
        ),
        changes: [{ kind: 'consent.add', consent, toldAtMs }, keep(DONE)],
      });
      return written === 'done' ? ok(DONE) : refuse('CHANGED_MEANWHILE');
    },
  );
}

/** This very version was accepted already: the workstation did not know. */
function stoodThen(one: Consent, { kind, version, hash, acceptedAtMs }: Consent): boolean {
  return (
    one.kind === kind &&
    one.version === version &&
    one.hash === hash &&
    one.acceptedAtMs <= acceptedAtMs &&
    (one.withdrawnAtMs === null || one.withdrawnAtMs > acceptedAtMs)
  );
}

/** What was taken back elsewhere after it was given here is not given again by being told late. */
function withdrawnSince(kept: readonly Consent[], told: Consent): number | null {
  const since = kept.flatMap(({ kind, withdrawnAtMs }) =>
    kind === told.kind && withdrawnAtMs !== null && withdrawnAtMs >= told.acceptedAtMs
      ? [withdrawnAtMs]
      : [],
  );
  return since.length === 0 ? null : Math.min(...since);
}
