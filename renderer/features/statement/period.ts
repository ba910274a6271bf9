import { Temporal } from 'temporal-polyfill';

export const presets = [
  'today',
  'yesterday',
  'this-week',
  'last-week',
  'this-month',
  'last-month',
  'this-quarter',
  'this-year',
] as const;
export type Preset = (typeof presets)[number];

/** Two local dates, both included; null while a person is still typing one. */
export interface DateSpan {
  readonly fromDate: string | null;
  readonly toDate: string | null;
}

const monthsPerQuarter = 3;

export function isPreset(name: string | null): name is Preset {
  return presets.some((preset) => preset === name);
}

/** The dates that a preset means on a given day; what is under way ends today. */
export function presetDates(preset: Preset, todayIso: string): DateSpan {
  const today = Temporal.PlainDate.from(todayIso);
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const month = today.with({ day: 1 });
  const quarter = month.subtract({ months: (today.month - 1) % monthsPerQuarter });
  const yesterday = today.subtract({ days: 1 });
  const bounds: Readonly<Record<Preset, readonly [Temporal.PlainDate, Temporal.PlainDate]>> = {
    today: [today, today],
    yesterday: [yesterday, yesterday],
    'this-week': [monday, today],
    'last-week': [monday.subtract({ weeks: 1 }), monday.subtract({ days: 1 })],
    'this-month': [month, today],
    'last-month': [month.subtract({ months: 1 }), month.subtract({ days: 1 })],
    'this-quarter': [quarter, today],
    'this-year': [today.with({ month: 1, day: 1 }), today],
  };
  const [from, to] = bounds[preset];
  return { fromDate: from.toString(), toDate: to.toString() };
}

/** The preset that means these dates today, or null for dates of a person's own. */
export function presetOf(span: DateSpan, todayIso: string): Preset | null {
  const same = (preset: Preset): boolean => {
    const dates = presetDates(preset, todayIso);
    return dates.fromDate === span.fromDate && dates.toDate === span.toDate;
  };
  return presets.find(same) ?? null;
}
