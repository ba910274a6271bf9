import { ok, refuse } from '#domain/result.ts';
import { statementPeriod } from '#domain/time/local-date.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { ownProgramme } from '../programme/own-programme.ts';
import type { Service } from '../service.ts';

const PAGE_LINES = 500;

/**
 * Captured sales and payments of a period, both local dates included, in the contract's zone (rows
 * O-17, R-30); to a client's person of his client, whosever the card was before (rule G10), and no
 * longer than his programme allows.
 */
export async function getStatement(
  service: Service,
  input: RouteInput<'statement.get'>,
  { person }: Caller,
): Promise<Answer<RouteAnswer<'statement.get'>>> {
  const { subjectKind, subjectId, fromDate, toDate, cursor, limit } = input;
  const { stores, clock } = service;
  const subject = await stores.statements.subject(subjectKind, subjectId);
  if (subject === null) {
    return refuse(subjectKind === 'card' ? 'CARD_NOT_FOUND' : 'CONTRACT_NOT_FOUND');
  }
  const asOfMs = clock.nowMs();
  const bound = (await ownProgramme(service, person?.userId ?? null))?.statementMax ?? null;
  const asked = { fromDate, toDate, zone: subject.zone, nowMs: asOfMs };
  const period = statementPeriod(bound === null ? asked : { ...asked, maxDays: bound });
  if (!period.ok) return period;
  const { fromMs, toMs } = period.value;
  const named = { subjectKind, subjectId, fromMs, toMs };
  const page = { cursor: cursor ?? null, limit: limit ?? PAGE_LINES };
  const clientId = person?.clientId ?? null;
  const found = await stores.statements.statement({ ...named, ...page, clientId });
  return ok({ ...named, ...subject, asOfMs, ...found });
}
