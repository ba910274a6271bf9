import { z } from 'zod';
import { noticeKinds } from '#domain/message/notice-kinds.ts';
import * as s from '../shapes.ts';

/** Ways to reach a person. */
const ways = z.strictObject({ email: z.boolean(), sms: z.boolean(), desktop: z.boolean() });

/** How a person wants the product to be (row O-21). What is not said is as the network has it. */
export const preferences = z.strictObject({
  language: s.language.optional(),
  zone: s.zone.optional(),
  notifications: z.partialRecord(z.enum(noticeKinds), ways).optional(),
  /** What is shown first of the statement. */
  defaultReport: z.enum(['statement', 'operations', 'months']).optional(),
  /** How numbers are grouped and parted: by the language, or always with a comma or a point. */
  numberFormat: z.enum(['language', 'comma', 'point']).optional(),
});
export type Preferences = z.infer<typeof preferences>;

const anyFields = z.record(z.string(), z.unknown());

/**
 * What is understood of preferences that a newer or an older build may have written, each by
 * itself: one that is not understood is as the network has it, and the others stay.
 */
export function understoodPreferences(stored: unknown): Preferences {
  const { notifications, ...others } = fieldsOf(stored);
  const understood = Object.entries(fieldsOf(notifications)).filter(
    ([kind, chosen]) => preferences.safeParse({ notifications: { [kind]: chosen } }).success,
  );
  const named = Object.entries(others).filter(
    ([name, value]) => preferences.safeParse({ [name]: value }).success,
  );
  const told = notifications === undefined ? {} : { notifications: Object.fromEntries(understood) };
  return preferences.parse({ ...Object.fromEntries(named), ...told });
}

function fieldsOf(stored: unknown): Readonly<Record<string, unknown>> {
  const read = anyFields.safeParse(stored);
  return read.success ? read.data : {};
}

export type PreferencesChange = z.infer<typeof preferencesChange>;

/** What shall be otherwise; null puts one back to what the network has. */
export const preferencesChange = z.strictObject({
  language: preferences.shape.language.nullable(),
  zone: preferences.shape.zone.nullable(),
  notifications: preferences.shape.notifications.nullable(),
  defaultReport: preferences.shape.defaultReport.nullable(),
  numberFormat: preferences.shape.numberFormat.nullable(),
});
