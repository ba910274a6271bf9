// What the driver asks for, as it is being entered: product, pump, how much, and his PIN.
import { ref } from 'vue';
import type { Ask } from '#domain/sale/authorize.ts';
import { useAskEntry } from './ask-entry.ts';

/** The part of a fill that went above its hold: sold apart, or paid in another way. */
export interface Remainder {
  readonly productId: string;
  readonly pumpNumber: number;
  readonly volumeMl: number;
  readonly amountMinor: number;
}

interface Entered {
  readonly productId: string;
  readonly pumpNumber: number;
  readonly ask: Ask;
  readonly pin: string | null;
}

export function useDraftFields() {
  const { by, volumeMl, amountMinor, ask, clear } = useAskEntry();
  const productId = ref<string | null>(null);
  const pumpNumber = ref<number | null>(null);
  const pin = ref('');

  function clearFields(): void {
    clear();
    productId.value = null;
    pumpNumber.value = null;
    pin.value = '';
  }

  function enterVolume(enteredMl: number): void {
    by.value = 'volume';
    volumeMl.value = enteredMl;
  }

  /** The rest of a fill: everything about it is known but the card. */
  function enterRest(rest: Remainder): void {
    productId.value = rest.productId;
    pumpNumber.value = rest.pumpNumber;
    enterVolume(rest.volumeMl);
  }

  /** Null while anything is missing. */
  function entered(): Entered | null {
    if (productId.value === null || pumpNumber.value === null || ask.value === null) return null;
    return {
      productId: productId.value,
      pumpNumber: pumpNumber.value,
      ask: ask.value,
      pin: pin.value === '' ? null : pin.value,
    };
  }

  const fields = { productId, pumpNumber, by, volumeMl, amountMinor, pin, ask };
  return { fields, clearFields, enterVolume, enterRest, entered };
}
