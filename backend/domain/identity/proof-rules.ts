import type { AskingPace } from './one-time-code.ts';
import type { OneTimeCode, OneTimeLink, ProgrammeProfile } from './programme.ts';

// What is sent to a contact to prove it, as far as a programme says how: its own codes and links
// serve for all that its people prove (acceptance §1.7). The rest stands here, once.

type Rules = Pick<ProgrammeProfile, 'account' | 'recovery'>;

/** Row R-10, for programmes that send no short messages otherwise. */
const PHONE_CODE: OneTimeCode = {
  digits: 4,
  termMs: 5 * 60_000,
  tries: 5,
  resendAfterMs: 60_000,
};
/** Rows O-07, P-12 and P-16, for programmes that send no links otherwise. */
const MAIL_LINK: OneTimeLink = { termMs: 24 * 3_600_000, resendAfterMs: 60_000 };
/** Row N-09. */
const REQUESTS_PER_HOUR = 5;

/** The code that proves a phone (row R-20): that of a registration, else that of a recovery. */
export function phoneCode({ account, recovery }: Rules): OneTimeCode {
  const ofRecovery = recovery.way === 'sms-code' ? recovery.code : PHONE_CODE;
  return account.registrationCode ?? ofRecovery;
}

/** The link that proves an address (rows N-12, N-21, O-10): that of a recovery. */
export function mailLink({ recovery }: Rules): OneTimeLink {
  return 'link' in recovery ? recovery.link : MAIL_LINK;
}

/** How often somebody may ask to be sent what proves a contact of this kind. */
export function provingPace(rules: Rules, kind: 'email' | 'phone'): AskingPace {
  const { recovery } = rules;
  const { resendAfterMs: pauseMs } = kind === 'phone' ? phoneCode(rules) : mailLink(rules);
  const perHourMax = recovery.way === 'in-person' ? REQUESTS_PER_HOUR : recovery.requestsPerHour;
  return { perHourMax, pauseMs };
}
