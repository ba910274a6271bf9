import type { MessageAct } from '#domain/message/outgoing.ts';
import type { NewMessage } from '../../message/message-ports.ts';

/** What may become of outgoing messages, together with whatever they tell of. */
export type MessageChange =
  | { readonly kind: 'message.add'; readonly message: NewMessage }
  /** What a person does about one; stale when it is in no state for that, or too old. */
  | { readonly kind: 'message.act'; readonly act: MessageAct; readonly messageId: string };
