import { auditEntry, type AuditEntry } from '#domain/audit/audit-entry.ts';
import { isUnfinishedAlive, nextCode } from '#domain/member/registration.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { drawnCode } from '../people/draws.ts';
import type { Service } from '../service.ts';
import { memberProgramme } from './member-programme.ts';
import type { Registration } from './member-rows.ts';
import { codeMessage, startedAnswer } from './registration-messages.ts';
import { waitingRegistration } from './waiting-registration.ts';

/**
 * Sends another code to a registration that waits; the one before is void (row R-10).
 * @returns `RATE_LIMITED` {waitMs} before the time; `CODE_EXPIRED` or `REGISTRATION_DONE` when the
 *   registration is gone
 */
export function resendCode(
  service: Service,
  { registrationId }: RouteInput<'registration.resend'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'registration.resend'>>> {
  return service.locks.run(`registration ${registrationId}`, async () => {
    const { stores, clock, hasher } = service;
    const waiting = await waitingRegistration(service, registrationId);
    if (!waiting.ok) return waiting;
    const registration = waiting.value;
    const programme = await memberProgramme(service, registration.programmeId);
    if (!programme.ok) return programme;
    const nowMs = clock.nowMs();
    const { code: rules, termMs } = programme.value;
    if (!isUnfinishedAlive(registration.startedAtMs, termMs, nowMs)) return refuse('CODE_EXPIRED');
    const sent = nextCode(registration, rules, nowMs);
    if (!sent.ok) return sent;
    const code = drawnCode(service, rules.digits);
    const again = { ...registration, ...sent.value, codeHash: await hasher.hash(code) };
    const kept = await stores.people.commit({
      atMs: nowMs,
      audit: sentEntry(registration, again, caller),
      changes: [
        { kind: 'registration.put', registration: again },
        { kind: 'message.add', message: codeMessage(service, again, { code, rules }) },
      ],
    });
    return kept === 'done' ? ok(startedAnswer(again, rules)) : refuse('RATE_LIMITED');
  });
}

/** How many codes were sent, and how many wrong ones heard; the code itself is nobody's to read. */
function sentEntry(before: Registration, again: Registration, caller: Caller): AuditEntry {
  const { registrationId, operatorId, workstationId } = before;
  const told = ({ sentCount, triesUsed, triesBefore }: Registration) => {
    return { sentCount, triesUsed, triesBefore };
  };
  return auditEntry(
    { ...doerOf(caller), userId: operatorId, workstationId },
    {
      event: 'registration.resend',
      subjectKind: 'registration',
      subjectId: registrationId,
      before: told(before),
      after: told(again),
    },
  );
}
