import { z } from 'zod';
import { applicationForm as applicationShape } from '#protocol/records/application.ts';
import type { ApplicationForm } from '#protocol/records/application.ts';
import { useForm } from '#ui/form/use-form.ts';
import type { Refusal } from '#ui/text/use-error-text.ts';

const { authority, ...fields } = applicationShape.shape;

/** The form as it is filled in: the document stands among the other fields. */
const formShape = z
  .object({
    ...fields,
    email: z.union([z.literal(''), z.email()]),
    ...authority.shape,
  })
  .refine(({ fromOn, untilOn }) => untilOn === null || fromOn <= untilOn, { path: ['untilOn'] });

export interface ApplicationValues extends Record<string, unknown> {
  clientName: string;
  taxId: string;
  contractNumber: string;
  personName: string;
  phone: string;
  email: string;
  title: string;
  number: string;
  fromOn: string | null;
  untilOn: string | null;
}

/** Nothing filled in yet. */
export const noApplication: ApplicationValues = {
  clientName: '',
  taxId: '',
  contractNumber: '',
  personName: '',
  phone: '',
  email: '',
  title: '',
  number: '',
  fromOn: null,
  untilOn: null,
};

/** What is sent of values that were found right. */
export function filledForm(values: ApplicationValues): ApplicationForm {
  const { email, title, number, fromOn, untilOn, ...rest } = values;
  return {
    ...rest,
    email: email === '' ? null : email,
    authority: { title, number, fromOn: fromOn ?? '', untilOn },
  };
}

/** The same form from outside and from paper; a refusal is shown at the field that it is about. */
export function useApplicationForm() {
  const form = useForm(formShape, noApplication);
  /** False for a refusal that is about no field of this form. */
  const refuse = (refusal: Refusal): boolean => {
    const field =
      refusal.code === 'INN_INVALID' ? 'taxId' : String(refusal.params?.['field'] ?? '');
    return form.refuseField(field, refusal);
  };
  return { ...form, refuse };
}

export type ApplicationFormState = ReturnType<typeof useApplicationForm>;
