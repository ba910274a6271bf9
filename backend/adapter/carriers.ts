import type { Carriers } from '#service/message/carrier-ports.ts';
import { SmtpCarrier } from './mail/smtp-carrier.ts';
import { smsCarrier } from './sms/sms-carrier.ts';

/** How letters and short messages leave the network. */
export const carriers: Carriers = {
  email: (settings, secret) => new SmtpCarrier(settings, secret),
  sms: smsCarrier,
};
