import { Temporal } from 'temporal-polyfill';

export const monthPresets = ['this-year', 'last-year', 'last-12'] as const;
export type MonthPreset = (typeof monthPresets)[number];

/** Two calendar months, `2026-11`, both included. */
export interface MonthSpan {
  readonly fromMonth: string;
  readonly toMonth: string;
}

const monthsPerYear = 12;
/** As far back as a person chooses by hand. */
const offeredMonths = 60;

export function isMonthPreset(name: string | null): name is MonthPreset {
  return monthPresets.some((preset) => preset === name);
}

/** The months that a preset means on a day (`2026-11-22`); what is under way ends this month. */
export function presetMonths(preset: MonthPreset, today: string): MonthSpan {
  const here = Temporal.PlainDate.from(today).toPlainYearMonth();
  const january = here.with({ month: 1 });
  const before = january.subtract({ years: 1 });
  const yearAgo = here.subtract({ months: monthsPerYear - 1 });
  const bounds: Readonly<Record<MonthPreset, readonly Temporal.PlainYearMonth[]>> = {
    'this-year': [january, here],
    'last-year': [before, before.with({ month: monthsPerYear })],
    'last-12': [yearAgo, here],
  };
  const [from = here, to = here] = bounds[preset];
  return { fromMonth: from.toString(), toMonth: to.toString() };
}

/** The preset that means these months, or null for months of a person's own. */
export function monthPresetOf(span: MonthSpan, today: string): MonthPreset | null {
  const same = (preset: MonthPreset): boolean => {
    const { fromMonth, toMonth } = presetMonths(preset, today);
    return fromMonth === span.fromMonth && toMonth === span.toMonth;
  };
  return monthPresets.find(same) ?? null;
}

/** Months to choose from, this one first. */
export function monthsBack(today: string): readonly string[] {
  const here = Temporal.PlainDate.from(today).toPlainYearMonth();
  return Array.from({ length: offeredMonths }, (_, months) => here.subtract({ months }).toString());
}
