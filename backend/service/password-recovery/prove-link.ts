import { matchesExactly } from '#domain/password-recovery/claims.ts';
import { judgeLink } from '#domain/password-recovery/sent-link.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteInput } from '#protocol/routes.ts';
import type { Place } from '../audit/doer.ts';
import { toldRefusal } from '../audit/told-refusal.ts';
import type { PasswordRequest } from '../people/access-rows.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import { newCase } from './cases/case-rows.ts';
import { confirmedChanges } from './let-in.ts';
import { accountOrNone, mayReturn } from './programme-door.ts';
import { judgedChange, lastInstant, openToSet, writeTry, type Proved } from './proved.ts';
import { replacedMailbox } from './replaced-mailbox.ts';
import { untilWritten } from '../people/until-written.ts';

type LinkProof = Extract<RouteInput<'password.prove'>['proof'], { by: 'link' }>;

/** A followed link, and where it was followed. */
interface Followed {
  readonly secretHash: string;
  readonly claims: LinkProof['claims'];
  readonly at: Place;
}

/**
 * Judges the token of a link (rows O-07, P-16). One that nobody was sent is answered as an old one:
 * its 256 bits are not guessed, so there is nothing to hide.
 */
export function proveByLink(
  service: Service,
  { token, claims }: LinkProof,
  at: Place,
): Promise<Proved> {
  const secretHash = service.digests.sha256(token.trim());
  // One after the other: a link that is opened twice at once works once.
  return service.locks.run(`password-recovery ${secretHash}`, () =>
    untilWritten(() => judgeFollowed(service, { secretHash, claims, at })),
  );
}

async function judgeFollowed(service: Service, followed: Followed): Promise<Proved | 'stale'> {
  const { at } = followed;
  const request = await service.stores.access.requestBySecretHash(followed.secretHash);
  if (request === null) return refuse('LINK_EXPIRED');
  const account = await accountOrNone(service, request.userId);
  const expiresAtMs = await lastInstant(service, request);
  const judged = judgeLink({ ...request, expiresAtMs }, service.clock.nowMs());
  if (!judged.ok) {
    const { code } = judged;
    const written = await writeTry(service, { account, at, code, changes: [] });
    return written === 'done' ? toldRefusal(judged) : 'stale';
  }
  if (account === null || !(await mayReturn(service, account))) return refuse('LINK_EXPIRED');
  const used = judgedChange(request, { state: 'used', triesUsed: request.triesUsed });
  if (request.purpose === 'identify')
    return identify(service, { request, account, used, followed });
  const moved = await replacedMailbox(service, request, account);
  return openToSet(service, account, { at, changes: [used, ...moved] });
}

interface Identified {
  readonly request: PasswordRequest;
  readonly account: Account;
  readonly used: PeopleChange;
  readonly followed: Followed;
}

/**
 * The link says who it is and changes nothing yet (row O-07): staff compare what the person says
 * with what is stored. An exact match needs nobody where the programme says so (row O-09).
 */
async function identify(service: Service, identified: Identified): Promise<Proved | 'stale'> {
  const { request, account, used, followed } = identified;
  const { claims, at } = followed;
  if (claims === undefined) return refuse('FIELD_REQUIRED', { field: 'claims' });
  const { stores, ids, clock } = service;
  const programme = await stores.programmes.programme(request.programmeId);
  if (programme === null) return refuse('LINK_EXPIRED');
  const { profile } = programme;
  const nowMs = clock.nowMs();
  const begun = { caseId: ids.uuid(), kind: 'checked-link', claims } as const;
  const { programmeId, userId } = account;
  const opened = newCase({ ...begun, programmeId: programmeId ?? '', userId }, nowMs);
  const { recovery } = profile;
  const trusts = recovery.way === 'staff-checked-link' && recovery.autoConfirm;
  const sure = trusts && matchesExactly(claims, await stores.access.storedClaims(userId));
  const kept = sure ? ({ ...opened, state: 'confirmed', decidedAtMs: nowMs } as const) : opened;
  const sent = sure ? await confirmedChanges(service, { profile, account, case: kept }) : [];
  const added = { kind: 'password-case.add', case: kept } as const;
  const changes = [used, added, ...sent];
  const written = await writeTry(service, { account, at, code: null, changes });
  return written === 'done' ? ok({ next: 'wait' }) : 'stale';
}
