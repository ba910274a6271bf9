import type { z } from 'zod';
import type { FieldError } from '#ui/form/use-form.ts';
import type { Refusal } from '#ui/text/use-error-text.ts';

// What the forms of all channels have in common. A form has texts; settings have numbers, and null
// where a text is empty.

/** As much of a form as a part of it needs. */
export interface FormPart<V extends Record<string, string>> {
  readonly values: V;
  errorOf(name: keyof V & string): FieldError;
}

/** Fields of the form whose settings stand deeper, by the name that they have there. */
const SUCCESS_FIELDS: Readonly<Record<string, string>> = {
  statusFrom: 'statusFrom',
  statusTo: 'statusTo',
  field: 'successField',
  equals: 'successEquals',
};

/** The field of the form that a place in the settings is about. */
function fieldAt([first = '', second = '']: readonly PropertyKey[]): string {
  return first === 'success' ? (SUCCESS_FIELDS[String(second)] ?? 'statusFrom') : String(first);
}

/**
 * What the border refuses of what was typed, each at its field (rule G9): also what two fields make
 * together, as no encryption to a server of another machine.
 */
export function asBorder(border: z.ZodType, settings: unknown, context: z.RefinementCtx): void {
  for (const { path, message } of border.safeParse(settings).error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: [fieldAt(path)], message });
  }
}

const SETTINGS = /^(?:change\.)?(?:settings\.)?/u;

/** The field that a refusal of the backend is about: `change.settings.success.field`. */
export function channelField({ params }: Refusal): string {
  const path = String(params?.['field'] ?? '').replace(SETTINGS, '');
  return fieldAt(path.split('.'));
}

/** An empty field leaves the secret as it is. */
export function typedSecret(secret: string): { secret?: string } {
  return secret === '' ? {} : { secret };
}

/** Null where nothing was typed. */
export function typedOrNull(text: string): string | null {
  return text.trim() || null;
}
