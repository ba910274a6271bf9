import type { SmsSettings } from '#protocol/records/channel.ts';
import type { Carrier, OnReceipt } from '#service/message/carrier-ports.ts';
import { GatewayCarrier } from './gateway-carrier.ts';
import { SmppCarrier } from './smpp-carrier.ts';

/** The carrier of short messages that the settings speak of. */
export function smsCarrier(
  settings: SmsSettings,
  secret: string | null,
  onReceipt: OnReceipt,
): Carrier {
  return settings.kind === 'smpp'
    ? new SmppCarrier(settings, secret, { onReceipt })
    : new GatewayCarrier(settings, secret);
}
