import { currencies } from '#domain/money/money.ts';
import { vatRates } from '#domain/money/vat-rates.ts';
import { isZone } from '#domain/time/window.ts';
import type { BridgeInput } from '#protocol/bridge.ts';
import { registerDefaults } from '#protocol/records/registers.ts';
import { product } from '#protocol/records.ts';
import type { RegisterKind } from '#protocol/records/registers.ts';

export type Defaults = BridgeInput<'register:preview'>['defaults'];
export type DefaultName = keyof Defaults;

/** What may be given to the rows of a register that have no value of their own. */
export const defaultsOf: Readonly<Record<RegisterKind, readonly DefaultName[]>> = {
  clients: ['country', 'currency'],
  stations: ['country', 'zone'],
  products: ['unit'],
  cards: ['makeGroups'],
};

export const countryCodes: readonly string[] = Object.keys(vatRates);
export const currencyCodes: readonly string[] = Object.keys(currencies);
export const unitNames = product.shape.unit.options;

export interface TypedDefaults {
  readonly country: string | null;
  readonly currency: string | null;
  readonly zone: string;
  readonly unit: string | null;
  readonly makeGroups: boolean;
}

export const noDefaults: TypedDefaults = {
  country: null,
  currency: null,
  zone: '',
  unit: null,
  makeGroups: false,
};

/** True while the zone is left out or is one. */
export function zoneFits({ zone }: TypedDefaults): boolean {
  return zone.trim() === '' || isZone(zone.trim());
}

/** What goes with the file: only what this register has a use for. */
export function usedDefaults(register: RegisterKind, typed: TypedDefaults): Defaults {
  const used = defaultsOf[register];
  return registerDefaults.parse({
    country: used.includes('country') ? typed.country : null,
    currency: used.includes('currency') ? typed.currency : null,
    zone: used.includes('zone') && zoneFits(typed) ? typed.zone.trim() || null : null,
    unit: used.includes('unit') ? typed.unit : null,
    makeGroups: used.includes('makeGroups') && typed.makeGroups,
  });
}
