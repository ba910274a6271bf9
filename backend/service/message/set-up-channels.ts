import {
  emailSettings,
  smsSettings,
  type EmailSettings,
  type SetUpChannel,
  type SmsSettings,
} from '#protocol/records/channel.ts';
import type { MessageStore } from './message-ports.ts';

export interface SetUp<T> {
  readonly settings: T;
  readonly secret: string | null;
  readonly revision: number;
  readonly changedAtMs: number;
}

export interface Channels {
  readonly email: SetUp<EmailSettings> | null;
  readonly sms: SetUp<SmsSettings> | null;
}

/** How the channels are set up, with their secrets: for whoever sends, and for nobody else. */
export async function setUpChannels(messages: MessageStore): Promise<Channels> {
  const kept = await messages.channels();
  const one = <T>(channel: SetUpChannel, parse: (kept: unknown) => T): SetUp<T> | null => {
    const row = kept.find((each) => each.channel === channel);
    return row === undefined ? null : { ...row, settings: parse(row.settings) };
  };
  return {
    email: one('email', (settings) => emailSettings.parse(settings)),
    sms: one('sms', (settings) => smsSettings.parse(settings)),
  };
}
