import type { SendOutcome } from '#domain/message/outgoing.ts';
import type { EmailSettings, SmsSettings } from '#protocol/records/channel.ts';
import type { CarrierReceipt } from './message-ports.ts';
import type { RenderedText } from './message-texts.ts';

/** A message on its way out, in the words of its reader. */
export interface CarriedMessage {
  /** The same on every try: whoever takes a message twice can tell. */
  readonly messageId: string;
  readonly recipient: string;
  /** Whom it comes from, in the words of its reader. */
  readonly senderName: string;
  readonly text: RenderedText;
  readonly expiresAtMs: number;
}

/** A way out of the network that is set up. What goes wrong is an outcome; nothing throws. */
export interface Carrier {
  /** Ends within a claim's time. */
  send(message: CarriedMessage): Promise<SendOutcome>;
  close(): Promise<void>;
}

/** What a carrier says later of a message that it took. */
export type OnReceipt = (receipt: Omit<CarrierReceipt, 'atMs'>) => Promise<void>;

/** How carriers are made of settings and their secret. */
export interface Carriers {
  email(settings: EmailSettings, secret: string | null): Carrier;
  sms(settings: SmsSettings, secret: string | null, onReceipt: OnReceipt): Carrier;
}
