import type { Refusal } from '#ui/text/use-error-text.ts';

/** What a contract may wait for at its client (rows O-02, O-08), by the fields of his page. */
const lacks = ['type', 'taxId', 'kpp', 'contactName', 'phone', 'email'] as const;
export type ClientLack = (typeof lacks)[number];

/** The client's field that a programme waits for; null where a refusal is about something else. */
export function clientLack(refusal: Refusal | null): ClientLack | null {
  if (refusal?.code === 'INN_INVALID') return 'taxId';
  if (refusal?.code !== 'FIELD_REQUIRED' && refusal?.code !== 'FIELD_INVALID') return null;
  const field = refusal.params?.['field'];
  return field === 'personName' ? 'contactName' : (lacks.find((one) => one === field) ?? null);
}
