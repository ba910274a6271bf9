import type { AmountChange } from '#domain/limit/amount-change.ts';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import { dayStart } from '#domain/time/local-date.ts';
import type { LimitTemplateRecord, TemplateLimit } from '#protocol/records/limits.ts';
import type { LimitRecord } from '#protocol/records.ts';
import { type LimitValues, limitForm, newLimit } from '../limit/limit-form.ts';
import {
  type LimitsChange,
  type Shape,
  type Subject,
  amountChange,
  endOf,
  shapeKey,
  templateChange,
} from './plan.ts';

export const deeds = ['set', 'raise', 'lower', 'end', 'template'] as const;
export type Deed = (typeof deeds)[number];

/** Stands in the choice of a limit for one that nobody has yet. */
export const NEW_SHAPE = 'new';

export interface ChangeValues {
  deed: Deed;
  /** Key of the limit that is changed, or NEW_SHAPE. */
  shape: string;
  /** By or to a quantity, in the unit of the measure. */
  amount: number | null;
  by: 'amount' | 'share';
  /** In hundredths of a per cent. */
  shareBp: number | null;
  /** Owners without such a limit get it too. */
  addMissing: boolean;
  templateId: string | null;
  /** The day from which it applies, in the contract's zone; null at once. */
  fromDate: string | null;
  /** The limit that nobody has yet. */
  fresh: LimitValues;
}

export const noChange: ChangeValues = {
  deed: 'raise',
  shape: '',
  amount: null,
  by: 'share',
  shareBp: null,
  addMissing: false,
  templateId: null,
  fromDate: null,
  fresh: newLimit,
};

export interface ChangeContext {
  readonly limits: readonly LimitRecord[];
  readonly subjects: readonly Subject[];
  readonly templates: readonly LimitTemplateRecord[];
  /** The chosen limit of those that were found; null for a new one. */
  readonly shape: Shape | null;
  readonly zone: string;
}

/** What the form asks for; null while something is missing. */
export function changeOf(values: ChangeValues, context: ChangeContext): LimitsChange | null {
  const { limits, subjects, shape, zone } = context;
  if (subjects.length === 0) return null;
  const fromMs = values.fromDate === null ? null : dayStart(values.fromDate, zone);
  if (values.deed === 'template') {
    const template = context.templates.find((one) => one.templateId === values.templateId);
    return template === undefined ? null : templateChange(subjects, template, fromMs);
  }
  if (values.deed === 'set' && values.shape === NEW_SHAPE) {
    const read = limitForm.safeParse({ ...values.fresh, amount: values.amount });
    if (!read.success) return null;
    const { fromDate: _later, ...added } = read.data;
    const change = { kind: 'set', quantity: added.amount } as const;
    return amountChange(limits, subjects, { key: shapeKey(added), change, added, fromMs });
  }
  if (shape === null) return null;
  const key = shapeKey(shape);
  if (values.deed === 'end') return endOf(limits, subjects, { key, fromMs });
  const change = amountChangeOf(values);
  if (change === null) return null;
  const adds = values.deed === 'set' && values.addMissing && change.kind === 'set';
  const added = adds ? plainLimit(shape, change.quantity) : null;
  return amountChange(limits, subjects, { key, change, added, fromMs });
}

function amountChangeOf({ deed, by, amount, shareBp }: ChangeValues): AmountChange | null {
  if (deed === 'set') return amount === null ? null : { kind: 'set', quantity: amount };
  const sign = deed === 'lower' ? -1 : 1;
  if (by === 'share') return shareBp === null ? null : { kind: 'share', bp: sign * shareBp };
  return amount === null ? null : { kind: 'by', quantity: sign * amount };
}

/** A limit that counts at any time and declines. */
function plainLimit(shape: Shape, amount: number): TemplateLimit {
  const { scheduled: _none, ...terms } = PLAIN_TERMS;
  return { ...terms, ...shape, amount };
}
