import { auditEntry, type Deed } from '#domain/audit/audit-entry.ts';
import { isAccepted, isWithdrawable, termsInForce } from '#domain/identity/terms.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { derivedId } from '../authority/derived-id.ts';
import { DONE, parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { jsonOf } from '../office/limits.ts';
import type { Answer } from '../outcome.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Account } from '../people/people-rows.ts';
import type { KeptErasure } from '../programme/programme-rows.ts';
import { headRecord, openDoor, type OpenDoor } from '../programme/programme-door.ts';
import type { Service } from '../service.ts';
import { acceptedHeads, consentOf } from './acceptance.ts';
import { withdrawnNotices } from './withdrawn-notices.ts';

/** The documents of the person's programme, what he accepted of them and when. */
export async function listConsents(
  service: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'consent.list'>>> {
  const { userId } = personOf(caller);
  const door = await ownDoor(service, userId);
  if (!door.ok) return door;
  const nowMs = service.clock.nowMs();
  const kept = await service.stores.programmes.consentsOf(userId);
  const documents = door.value.profile.documents.map((rule) => {
    const head = termsInForce(door.value.heads, rule.kind, nowMs);
    return {
      ...rule,
      head: head === undefined ? null : headRecord(head),
      accepted: head !== undefined && isAccepted(head, kept),
      withdrawable: isWithdrawable(rule.kind, door.value.profile),
    };
  });
  const consents = kept.map(
    ({ consentId: _id, userId: _user, programmeId: _programme, ...row }) => row,
  );
  const erasure = erasureFacts(await service.stores.programmes.erasureOf(userId));
  return ok({ documents, consents, ...erasure, asOfMs: nowMs });
}

/** How somebody's request to be forgotten stands: open, declined, or neither. */
function erasureFacts(kept: KeptErasure | null) {
  const declinedAtMs = kept?.declinedAtMs ?? null;
  if (declinedAtMs === null) {
    return { erasureAskedAtMs: kept?.askedAtMs ?? null, erasureDeclined: null };
  }
  const erasureDeclined = { atMs: declinedAtMs, reason: kept?.declineReason ?? '' };
  return { erasureAskedAtMs: null, erasureDeclined };
}

/**
 * Accepts versions that are in force, each as a record of its own. A session that was
 * good for this alone is renewed as an ordinary one after the last required tick.
 * @returns `TERMS_CHANGED` {kind} where a newer version is in force than the one that was read
 */
export function acceptTerms(
  service: Service,
  { commandId, accepted }: RouteInput<'consent.accept'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'consent.accept'>>> {
  return once(
    service,
    { command: 'consent.accept', commandId, caller, asked: jsonOf(accepted), parse: parseDone },
    async (keep) => {
      const person = personOf(caller);
      const door = await ownDoor(service, person.userId);
      if (!door.ok) return door;
      const read = acceptedHeads(service, door.value.heads, accepted);
      if (!read.ok) return read;
      const session = await service.stores.people.sessionById(person.sessionId);
      const kept = await service.stores.programmes.consentsOf(person.userId);
      const accepting = {
        userId: person.userId,
        workstationId: session?.workstationId ?? null,
        channel: 'cabinet',
      } as const;
      const added = read.value
        .filter(({ head }) => !isAccepted(head, kept))
        .map((each) => {
          const consentId = derivedId(service.digests, commandId, each.head.kind);
          return consentOf(service, { ...each, consentId }, accepting);
        });
      const now = added.flatMap((change) =>
        change.kind === 'consent.add' ? [change.consent] : [],
      );
      return write(service, caller, [...added, keep(DONE)], {
        event: 'consent.accept',
        after: { accepted: now.map(({ kind, version, hash }) => ({ kind, version, hash })) },
      });
    },
  );
}

/**
 * Takes a consent back; the record that it was given stays. Where the programme cannot do
 * without it, every session of the person ends, and the next one is good for giving it anew alone.
 * Where none stands, nothing is done and nobody is told.
 * @returns `CONSENT_NOT_WITHDRAWABLE` for a document that is a contract and no consent, or where
 *   the programme takes it back in writing alone
 */
export function withdrawConsent(
  service: Service,
  { commandId, kind }: RouteInput<'consent.withdraw'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'consent.withdraw'>>> {
  return once(
    service,
    { command: 'consent.withdraw', commandId, caller, asked: { kind }, parse: parseDone },
    async (keep) => {
      const { userId } = personOf(caller);
      const door = await ownDoor(service, userId);
      if (!door.ok) return door;
      if (!isWithdrawable(kind, door.value.profile)) {
        return refuse('CONSENT_NOT_WITHDRAWABLE', { kind });
      }
      const rule = door.value.profile.documents.find((each) => each.kind === kind);
      if (rule === undefined) return refuse('CONSENT_NOT_WITHDRAWABLE', { kind });
      const kept = await service.stores.programmes.consentsOf(userId);
      const given = kept.filter(
        (consent) => consent.kind === kind && consent.withdrawnAtMs === null,
      );
      if (given.length === 0) return ok(DONE);
      const changes: PeopleChange[] = [
        // Whoever signs in in this moment comes before, and is out again, or is asked for it anew.
        { kind: 'account.touch', userId },
        { kind: 'consent.withdraw', userId, document: kind },
      ];
      if (rule.required) changes.push({ kind: 'session.end-others', userId, keptSessionId: null });
      changes.push(keep(DONE), ...(await withdrawnNotices(service, door.value, { userId, kind })));
      const before = { kind, accepted: given.map(({ version, hash }) => ({ version, hash })) };
      const after = { kind, accepted: [] };
      return write(service, caller, changes, { event: 'consent.withdraw', before, after });
    },
  );
}

async function write(
  { stores, clock }: Service,
  caller: Caller,
  changes: readonly PeopleChange[],
  done: Pick<Deed, 'event' | 'before' | 'after'>,
): Promise<Answer<{ readonly done: true }>> {
  const written = await stores.people.commit({
    atMs: clock.nowMs(),
    audit: auditEntry(doerOf(caller), {
      ...done,
      subjectKind: 'account',
      subjectId: personOf(caller).userId,
    }),
    changes,
  });
  // At another backend the same command was quicker: its answer is this one's.
  return written === 'done' ? ok(DONE) : refuse('CHANGED_MEANWHILE');
}

/** The door of the person's own programme; the network's own people have none. */
async function ownDoor(service: Service, userId: string): Promise<Answer<OpenDoor>> {
  const account: Account | null = await service.stores.people.accountById(userId);
  if (account === null || account.programmeId === null) return refuse('PROGRAMME_NOT_FOUND');
  return openDoor(service, account.programmeId);
}
