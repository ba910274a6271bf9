import { isUnfinishedAlive, nextCode } from '#domain/member/registration.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Answer } from '../outcome.ts';
import { drawnCode } from '../people/draws.ts';
import type { Service } from '../service.ts';
import { memberProgramme } from './member-programme.ts';
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
      audit: null,
      changes: [
        { kind: 'registration.put', registration: again },
        { kind: 'message.add', message: codeMessage(service, again, { code, rules }) },
      ],
    });
    return kept === 'done' ? ok(startedAnswer(again, rules)) : refuse('RATE_LIMITED');
  });
}
