import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Caller } from '../caller.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** The audit trail as somebody asks for it, the newest entry first. */
export async function listAudit(
  { stores, clock }: Service,
  { cursor: at, limit: rows, ...filter }: RouteInput<'audit.list'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'audit.list'>>> {
  const { cursor, limit } = pageQuestion({ cursor: at, limit: rows }, caller);
  return pageAnswer(await stores.people.auditEntries({ ...filter, cursor, limit }), clock.nowMs());
}
