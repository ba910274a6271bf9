import { auditEntry } from '#domain/audit/audit-entry.ts';
import { makeKit } from '#domain/member/bindings.ts';
import { may } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { DONE, parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { ProgrammeAssignment } from './member-rows.ts';

/** Whom and what the network names for a programme; nobody and nothing before it was said. */
export async function getAssignment(
  { stores, clock }: Service,
  { programmeId }: RouteInput<'assignment.get'>,
): Promise<Answer<RouteAnswer<'assignment.get'>>> {
  const assignment = await stores.members.assignment(programmeId);
  const { memberContractId, curatorUserId, headUserId } = assignment;
  const facts =
    memberContractId === null
      ? null
      : await stores.registers.contractFacts(memberContractId, clock.nowMs());
  const nameOf = async (userId: string | null): Promise<string | null> =>
    (userId === null ? null : await stores.people.accountById(userId))?.displayName ?? null;
  return ok({
    ...assignment,
    memberContractNumber: facts?.contract.number ?? null,
    curatorName: await nameOf(curatorUserId),
    headName: await nameOf(headUserId),
  });
}

/**
 * Names the contract of a programme's members and who reads its applications (row V-09). @returns
 * `PROGRAMME_NOT_FOUND`, `CONTRACT_NOT_FOUND`; `FIELD_INVALID` {field} for somebody who may not
 * sign in, or not work on applications
 */
export function putAssignment(
  service: Service,
  { commandId, ...assignment }: RouteInput<'assignment.put'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'assignment.put'>>> {
  return once(
    service,
    { command: 'assignment.put', commandId, caller, asked: assignment, parse: parseDone },
    async (keep) => {
      const { stores, clock } = service;
      const fits = await checkAssignment(service, assignment);
      if (!fits.ok) return fits;
      const before = await stores.members.assignment(assignment.programmeId);
      const written = await stores.people.commit({
        atMs: clock.nowMs(),
        audit: auditEntry(doerOf(caller), {
          event: 'assignment.put',
          subjectKind: 'programme',
          subjectId: assignment.programmeId,
          before: { ...before },
          after: { ...assignment },
        }),
        changes: [{ kind: 'assignment.put', assignment }, keep(DONE)],
      });
      return written === 'done' ? ok(DONE) : refuse('CHANGED_MEANWHILE');
    },
  );
}

async function checkAssignment(
  { stores, clock }: Service,
  assignment: ProgrammeAssignment,
): Promise<Answer<null>> {
  const { programmeId, memberContractId } = assignment;
  if ((await stores.programmes.programme(programmeId)) === null) {
    return refuse('PROGRAMME_NOT_FOUND');
  }
  if (memberContractId !== null) {
    const facts = await stores.registers.contractFacts(memberContractId, clock.nowMs());
    if (facts === null) return refuse('CONTRACT_NOT_FOUND');
  }
  for (const field of ['curatorUserId', 'headUserId'] as const) {
    const userId = assignment[field];
    const user = userId === null ? null : await stores.people.accountById(userId);
    const reads = user !== null && user.active && may(user, 'application.manage');
    if (userId !== null && !reads) return refuse('FIELD_INVALID', { field });
  }
  return ok(null);
}

/**
 * Says which cards are sold as one kit (row R-03); the kit's id is the command's. @returns
 * `CARD_NOT_FOUND` for one that is not the programme's, `FIELD_INVALID` {field} for another number
 * of cards than the programme sells together, `KIT_EXISTS` for a card of another kit
 */
export function addKit(
  service: Service,
  { commandId, programmeId, ...cards }: RouteInput<'kit.add'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'kit.add'>>> {
  const asked = { programmeId, ...cards };
  return once(
    service,
    { command: 'kit.add', commandId, caller, asked, parse: parseDone },
    async (keep) => {
      const { stores, clock } = service;
      const programme = await stores.programmes.programme(programmeId);
      const rules = programme?.profile.memberCards ?? null;
      if (rules === null) return refuse('PROGRAMME_NOT_FOUND');
      const kit = makeKit({ kitId: commandId, ...cards }, rules.additionalCards);
      if (!kit.ok) return kit;
      const { memberContractId } = await stores.members.assignment(programmeId);
      for (const cardId of [cards.mainCardId, ...cards.additionalCardIds]) {
        const card = await stores.members.bindableCard(cardId);
        if (card === null || card.contractId !== memberContractId) return refuse('CARD_NOT_FOUND');
        if (card.bound) return refuse('CARD_ALREADY_BOUND', { own: false });
      }
      const written = await stores.people.commit({
        atMs: clock.nowMs(),
        audit: auditEntry(doerOf(caller), {
          event: 'kit.add',
          subjectKind: 'kit',
          subjectId: commandId,
          after: { programmeId, ...cards },
        }),
        changes: [{ kind: 'kit.add', kit: kit.value }, keep(DONE)],
      });
      return written === 'done' ? ok(DONE) : refuse('KIT_EXISTS');
    },
  );
}
