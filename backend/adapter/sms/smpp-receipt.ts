import type { Pdu } from 'smpp';
import type { CarrierReceipt } from '#service/message/message-ports.ts';

/** `esm_class` of a delivery receipt, in the bits that say what a message is (SMPP 3.4 §5.2.12). */
const KIND_BITS = 0x3c;
const RECEIPT = 0x04;

/** `message_state` (§5.2.28), and the words of a receipt's text (appendix B). */
const DELIVERED: readonly unknown[] = [2, 'DELIVRD'];
const GIVEN_UP: readonly unknown[] = [3, 4, 5, 8, 'EXPIRED', 'DELETED', 'UNDELIV', 'REJECTD'];

/**
 * What a `deliver_sm` says of a message that was sent; null when it is no receipt, or one of a
 * message that is still on its way.
 */
export function receiptFrom(pdu: Pdu): Omit<CarrierReceipt, 'atMs'> | null {
  const kind = pdu['esm_class'];
  if (typeof kind !== 'number' || (kind & KIND_BITS) !== RECEIPT) return null;
  const text = textOf(pdu['short_message']);
  const named = pdu['receipted_message_id'];
  const providerId = typeof named === 'string' ? named : /\bid:(\S+)/u.exec(text)?.[1];
  if (providerId === undefined || providerId === '') return null;
  const state = pdu['message_state'] ?? /\bstat:(\w+)/u.exec(text)?.[1];
  if (DELIVERED.includes(state)) return { providerId, state: 'delivered', error: null };
  if (!GIVEN_UP.includes(state)) return null;
  return { providerId, state: 'failed', error: 'MESSAGE_UNDELIVERABLE' };
}

/** The package gives a text, or what could not be read as one, under `message`. */
function textOf(shortMessage: unknown): string {
  if (typeof shortMessage !== 'object' || shortMessage === null) return '';
  const message: unknown = Reflect.get(shortMessage, 'message');
  return typeof message === 'string' ? message : '';
}
