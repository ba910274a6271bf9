import { clientScope, may } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { workstationOf } from '../access/need.ts';
import { noteAnswer } from '../audit/note-answer.ts';
import { toldRefusal } from '../audit/told-refusal.ts';
import { DONE } from '../authority/done.ts';
import type { Caller, CallingPerson } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { putClient } from './clients.ts';

const RIGHT = 'contract.change';

/**
 * Takes what somebody entered of a client at a workstation without the link (row O-08). It is the
 * command that he would have sent himself: under its id it counts once, whichever way it came, and
 * the trail names him and the workstation.
 * @returns what `putClient` refuses; FORBIDDEN {right} where he may not do it any more, or has
 *   never signed in at this workstation: nobody's name is good at a place where he never was
 */
export async function putToldClient(
  service: Service,
  { userId, ...input }: RouteInput<'client.told'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'client.told'>>> {
  const writer = await writerOf(service, userId, caller);
  if (writer === null) return refuse('FORBIDDEN', { right: RIGHT });
  const his: Caller = { ...caller, person: writer.person };
  const permit = (): Answer<null> =>
    writer.isAllowed ? ok(null) : refuse('FORBIDDEN', { right: RIGHT });
  const answer = await putClient(service, input, his, permit);
  if (answer.ok) return ok(DONE);
  await noteAnswer(service, 'client.put', { input, caller: his, answer });
  return toldRefusal(answer);
}

interface Writer {
  readonly person: CallingPerson;
  /** Today, at this workstation. */
  readonly isAllowed: boolean;
}

/** Null for somebody whom the network does not know. */
async function writerOf(
  { stores }: Service,
  userId: string,
  caller: Caller,
): Promise<Writer | null> {
  const user = await stores.identity.userById(userId);
  if (user === null) return null;
  const { workstationId } = workstationOf(caller);
  const { role, grants = [] } = user;
  const clientId = clientScope(role, user.clientId);
  const came = await stores.people.signedInBefore(userId, workstationId);
  const isAllowed = user.active && clientId === null && came === 'here' && may(user, RIGHT);
  // He has no session here: what he wrote came without him.
  return { person: { userId, sessionId: '', workstationId, role, grants, clientId }, isAllowed };
}
