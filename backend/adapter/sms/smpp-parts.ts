import { createHash } from 'node:crypto';
import type { PduFields } from 'smpp';
import { smsParts } from '#domain/message/sms-parts.ts';

/**
 * `data_coding` of UCS-2, which holds every letter of the product's languages (SMPP 3.4 §5.2.19).
 */
const UCS2 = 8;

/** A receipt of how it ended, whatever the end (§5.2.17). */
const RECEIPT_WANTED = 1;

/** Two bytes that follow from a message's id: the same on every try. */
export function messageReference(messageId: string): number {
  return createHash('sha256').update(messageId).digest().readUInt16BE(0);
}

/**
 * The text as one or several `submit_sm`. Of several the last alone asks for a receipt: it stands
 * for the whole.
 */
export function textPdus(
  text: string,
  messageId: string,
  longTexts: 'payload' | 'parts',
): readonly PduFields[] {
  const reference = messageReference(messageId);
  const common = { data_coding: UCS2, user_message_reference: reference };
  const wanted = { ...common, registered_delivery: RECEIPT_WANTED };
  const parts = smsParts(text);
  if (parts.length === 1) return [{ ...wanted, short_message: text }];
  if (longTexts === 'payload') return [{ ...wanted, message_payload: text }];
  return parts.map((message, index) => ({
    ...(index === parts.length - 1 ? wanted : common),
    short_message: { udh: partHeader(reference, parts.length, index + 1), message },
  }));
}

/** Which part of how many: information element 0 (GSM 03.40 §9.2.3.24.1). */
function partHeader(reference: number, count: number, number: number): Buffer {
  return Buffer.from([0x05, 0x00, 0x03, reference & 0xff, count, number]);
}
