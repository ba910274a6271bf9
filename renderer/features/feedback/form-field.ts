import type { Refusal } from '#ui/text/use-error-text.ts';

/** The field of the form that a refusal is about; null where it is about none. */
export function formField({ code, params }: Refusal): 'contact' | 'text' | null {
  if (code === 'CONTACT_REQUIRED') return 'contact';
  if (code === 'MESSAGE_EMPTY') return 'text';
  return code === 'FIELD_INVALID' && params?.['field'] === 'contact' ? 'contact' : null;
}
