// Ties a control to the label, hint and error of the UiField around it.
import { type ComputedRef, type InjectionKey, computed, inject, useId } from 'vue';

export interface FieldContext {
  readonly controlId: string;
  readonly labelId: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly required: boolean;
}

export const fieldContextKey: InjectionKey<ComputedRef<FieldContext>> = Symbol('field');

export interface ControlWiring {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-required': true | undefined;
}

/** Attributes for the focusable element of a control; outside of a UiField only an id. */
export function useControlWiring(): ComputedRef<ControlWiring> {
  const context = inject(fieldContextKey, undefined);
  const ownId = useId();
  return computed(() => ({
    id: context?.value.controlId ?? ownId,
    'aria-describedby': context?.value.describedBy,
    'aria-invalid': context?.value.invalid === true ? true : undefined,
    'aria-required': context?.value.required === true ? true : undefined,
  }));
}

/** The id of the visible label, for groups that cannot be labelled by `for`. */
export function useFieldLabelId(): ComputedRef<string | undefined> {
  const context = inject(fieldContextKey, undefined);
  return computed(() => context?.value.labelId);
}
