import type { Language } from '#domain/text/language.ts';
import type { SetUpChannel } from '#protocol/records/channel.ts';
import type { CarriedMessage } from './carrier-ports.ts';
import type { LetterFacts, MessageTexts } from './message-texts.ts';

/** A message that tries a channel has this long to arrive. */
const TEST_TERM_MS = 3_600_000;

export interface TestMessage {
  readonly channel: SetUpChannel;
  readonly to: string;
  readonly language: Language;
  readonly messageId: string;
  readonly atMs: number;
}

/** What an administrator sends himself to try a channel. */
export function testMessage(
  texts: MessageTexts,
  { channel, to, language, messageId, atMs }: TestMessage,
  facts: LetterFacts,
): CarriedMessage {
  const use = { template: 'channel-test', params: { atMs }, secrets: {} } as const;
  return {
    messageId,
    recipient: to,
    senderName: facts.programme,
    text: texts.render({ ...use, channel, language }, facts),
    expiresAtMs: atMs + TEST_TERM_MS,
  };
}
