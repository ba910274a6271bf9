import { luhnValid, normalizePan } from '#domain/card/pan.ts';
import type { Refusal } from '#ui/text/use-error-text.ts';
import { bridge } from '#protocol/bridge.ts';
import type { CardRecord } from '#protocol/records.ts';

/** What a person fills in for a new card; the same shape that the border checks (rule G9). */
export const issueForm = bridge['card:issue'].input.omit({ commandId: true, contractId: true });

export interface IssueValues extends Record<string, unknown> {
  pan: string;
  holder: string | null;
  vehicle: string | null;
  tankCapacityMl: number | null;
  transactionMaxMl: number | null;
  transactionMaxMinor: number | null;
  productIds: readonly string[] | null;
  stationIds: readonly string[] | null;
  offlinePolicy: CardRecord['offlinePolicy'];
  expiresOn: string | null;
}

export const newCard: IssueValues = {
  pan: '',
  holder: null,
  vehicle: null,
  tankCapacityMl: null,
  transactionMaxMl: null,
  transactionMaxMinor: null,
  productIds: null,
  stationIds: null,
  offlinePolicy: 'home',
  expiresOn: null,
};

export type PanReading =
  | { readonly ok: true; readonly pan: string }
  | { readonly ok: false; readonly refusal: Refusal | 'CHECK_DIGIT' };

/** A typed or read card number, with its check digit proved by the domain. */
export function readPan(typed: string): PanReading {
  if (typed.trim() === '') return { ok: false, refusal: { code: 'FIELD_REQUIRED' } };
  const read = normalizePan(typed);
  if (!read.ok) return { ok: false, refusal: read };
  return luhnValid(read.value)
    ? { ok: true, pan: read.value }
    : { ok: false, refusal: 'CHECK_DIGIT' };
}
