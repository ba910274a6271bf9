/**
 * How the amount of a limit changes where many change at once: to a quantity, by a quantity, or by
 * a share in basis points (row O-16). Quantities are in the unit of the measure.
 */
export type AmountChange =
  | { readonly kind: 'set'; readonly quantity: number }
  | { readonly kind: 'by'; readonly quantity: number }
  | { readonly kind: 'share'; readonly bp: number };

const WHOLE_BP = 10_000;

/**
 * The amount after the change, never below zero. A share is rounded to the nearest whole unit, half
 * up; it is worked out in two parts, because an amount times basis points is no exact number.
 */
export function changedAmount(amount: number, change: AmountChange): number {
  if (change.kind === 'set') return change.quantity;
  if (change.kind === 'by') return Math.max(0, amount + change.quantity);
  const factor = WHOLE_BP + change.bp;
  const whole = Math.floor(amount / WHOLE_BP) * factor;
  const rest = Math.floor(((amount % WHOLE_BP) * factor + WHOLE_BP / 2) / WHOLE_BP);
  return Math.max(0, whole + rest);
}
