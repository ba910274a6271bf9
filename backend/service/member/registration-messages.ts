import { maskPhone } from '#domain/client/contact-mask.ts';
import type { OneTimeCode } from '#domain/identity/programme.ts';
import { newsTermsMs } from '#domain/message/news-terms.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { NewMessage } from '../message/message-ports.ts';
import type { Service } from '../service.ts';
import type { Registration } from './member-rows.ts';

// What somebody who registers is told: on the screen, and on the phone.

/** The answer to every start and every resend; nothing in it depends on whose the phone is (G7). */
export function startedAnswer(
  { registrationId, phone, sentAtMs }: Registration,
  { digits, termMs, resendAfterMs }: OneTimeCode,
): RouteAnswer<'registration.start'> {
  return {
    registrationId,
    phoneMasked: maskPhone(phone),
    codeDigits: digits,
    codeExpiresAtMs: sentAtMs + termMs,
    resendAtMs: sentAtMs + resendAfterMs,
  };
}

/**
 * The code (row R-10). For a phone that is a member's already the same message goes nowhere.
 */
export function codeMessage(
  { ids }: Service,
  { phone, language, programmeId, sentAtMs, decoy }: Registration,
  { code, rules }: { readonly code: string; readonly rules: OneTimeCode },
): NewMessage {
  const expiresAtMs = sentAtMs + rules.termMs;
  return {
    messageId: ids.uuid(),
    channel: decoy ? 'none' : 'sms',
    to: decoy ? '' : phone,
    template: 'registration-code',
    params: { code, expiresAtMs },
    language,
    expiresAtMs,
    programmeId,
    userId: null,
  };
}

/** Says to the owner of a phone that somebody tried to register with it (row R-05). */
export function takenMessage(
  { ids }: Service,
  { phone, language, programmeId, startedAtMs }: Registration,
  userId: string,
): NewMessage {
  return {
    messageId: ids.uuid(),
    channel: 'sms',
    to: phone,
    template: 'phone-taken',
    params: { atMs: startedAtMs },
    language,
    expiresAtMs: startedAtMs + newsTermsMs['phone-taken'],
    programmeId,
    userId,
  };
}
