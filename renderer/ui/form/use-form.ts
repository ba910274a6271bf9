import { computed, reactive, ref, shallowRef, watch } from 'vue';
import type { z } from 'zod';
import { type Refusal, useErrorText } from '../text/use-error-text.ts';
import { fieldFaults } from './field-faults.ts';

/** Words for UiField's `error` and `next`; both absent while the field is right. */
export interface FieldError {
  readonly error?: string;
  readonly next?: string;
}

/**
 * One form: its values, what is wrong with each field, and the moment from which this is shown
 * (the first try to send). A refusal that names a field (`params.field`) is shown at that field
 * until its value changes.
 */
export function useForm<V extends Record<string, unknown>>(shape: z.ZodObject, initial: V) {
  const values = reactive({ ...initial });
  const tried = ref(false);
  const refused = shallowRef<Readonly<Record<string, Refusal>>>({});
  const faults = computed(() => fieldFaults(shape, values));
  const errorText = useErrorText();

  for (const name of Object.keys(initial)) {
    watch(
      () => Reflect.get(values, name),
      () => {
        const { [name]: gone, ...others } = refused.value;
        if (gone !== undefined) refused.value = others;
      },
    );
  }

  function errorOf(name: keyof V & string): FieldError {
    const refusal = refused.value[name];
    if (refusal !== undefined) {
      const { text, next } = errorText.value(refusal);
      return { error: text, next };
    }
    const fault = tried.value ? faults.value[name] : undefined;
    return fault === undefined ? {} : { error: errorText.value({ code: fault }).title };
  }

  /** True when the form may be sent; from now on faults are shown. */
  function check(): boolean {
    tried.value = true;
    return Object.keys(faults.value).length === 0;
  }

  /** Takes a refusal to the field it is about; false when it is about none of this form. */
  function refuseField(name: string, refusal: Refusal): boolean {
    if (!Object.hasOwn(initial, name)) return false;
    refused.value = { ...refused.value, [name]: refusal };
    return true;
  }

  /** Shows no fault until the next try, for a field that was emptied by the screen itself. */
  function forgetFaults(): void {
    tried.value = false;
    refused.value = {};
  }

  function reset(): void {
    Object.assign(values, initial);
    forgetFaults();
  }

  return { values, errorOf, check, refuseField, forgetFaults, reset };
}
