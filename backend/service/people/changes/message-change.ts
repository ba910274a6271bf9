import type { MessageAct } from '#domain/message/outgoing.ts';
import type { EmailSettings, SetUpChannel, SmsSettings } from '#protocol/records/channel.ts';
import type { NewMessage } from '../../message/message-ports.ts';

/** What may become of outgoing messages, together with whatever they tell of. */
export type MessageChange =
  | { readonly kind: 'message.add'; readonly message: NewMessage }
  /** What a person does about one; stale when it is in no state for that, or too old. */
  | { readonly kind: 'message.act'; readonly act: MessageAct; readonly messageId: string }
  /** How a channel is set up from now on; stale when it was changed since it was read. */
  | {
      readonly kind: 'channel.put';
      readonly channel: SetUpChannel;
      /** Null: it is set up no more. */
      readonly settings: EmailSettings | SmsSettings | null;
      readonly secret: string | null;
      /** The one that was read; 0 where there was none. */
      readonly revision: number;
    };
