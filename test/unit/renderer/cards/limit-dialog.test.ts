import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import { termsOf } from '#domain/limit/scheduled-terms.ts';
import type { LimitRecord } from '#protocol/records.ts';
import LimitDialog from '#features/cards/limit/LimitDialog.vue';
import { limitRows, seenIn, type LimitRow } from '#features/cards/limit/limit-rows.ts';
import { mounted, press } from '../bridge/mounted.ts';

const subject = { kind: 'card', id: 'card-1' } as const;
const read: LimitRecord = {
  ...PLAIN_TERMS,
  limitId: 'l-1',
  subjectKind: 'card',
  subjectId: 'card-1',
  scopeKind: 'all',
  scopeId: null,
  measure: 'count',
  amount: 100,
  period: 'month',
};

function rowsOf(...limits: readonly LimitRecord[]): readonly LimitRow[] {
  return limitRows({ limits, remainders: [], waiting: [], subject });
}

async function opened() {
  const rows = rowsOf(read);
  const catalogue = { nameOf: (id: string) => id };
  const place = { subject, currency: 'KZT', zone: 'Asia/Almaty', catalogue };
  const props = { open: true, row: rows[0], rows, ...place };
  return mounted(LimitDialog, props, {}, { 'limit:set': 'LIMIT_CHANGED' });
}

function amountField(): HTMLInputElement {
  const field = document.querySelector<HTMLInputElement>('.ui-dialog input');
  return field ?? expect.fail('no field for the amount');
}

async function type(text: string): Promise<void> {
  const field = amountField();
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
  await flushPromises();
}

async function readAgain(wrapper: VueWrapper, rows: readonly LimitRow[]): Promise<void> {
  await wrapper.setProps({ rows });
  await flushPromises();
}

const shown = (): string => document.querySelector('.ui-dialog')?.textContent ?? '';

describe('the dialog of a limit that somebody else has changed meanwhile', () => {
  it('[N-16] shows what it has become beside what was typed, and saves that on a second word', async () => {
    const { wrapper, asked } = await opened();
    await type('160');
    await press('Enter', true);
    expect(asked).toMatchObject([{ input: { limit: { amount: 160 }, seen: [termsOf(read)] } }]);
    expect(shown()).toContain('Лимит уже изменил кто-то другой');
    expect(wrapper.emitted('changed')).toHaveLength(1);
    const now: LimitRecord = { ...read, amount: 150, action: 'alert' };
    await readAgain(wrapper, rowsOf(now));
    expect(shown()).toContain('150 заправок · пропустить и сообщить');
    expect(amountField().value).toBe('160');
    await press('Enter', true);
    expect(asked[1]).toMatchObject({ input: { limit: { amount: 160 }, seen: [termsOf(now)] } });
  });

  it('[N-16] what is read while it stands open changes nothing under his hands', async () => {
    const { wrapper, asked } = await opened();
    await type('160');
    await readAgain(wrapper, rowsOf({ ...read, amount: 150 }));
    expect(shown()).not.toContain('150');
    await press('Enter', true);
    expect(asked).toMatchObject([{ input: { seen: [termsOf(read)] } }]);
  });

  it('[N-16] one that is gone is told, and cannot be brought back by saving again', async () => {
    const { wrapper, asked } = await opened();
    await type('160');
    await press('Enter', true);
    await readAgain(wrapper, []);
    expect(shown()).toContain('Этот лимит кто-то уже убрал');
    await press('Enter', true);
    expect(asked).toHaveLength(1);
  });
});

describe('what a change of a limit was worked out from', () => {
  it('[N-16] is both amounts where it was lowered here and the authority may not know yet', () => {
    const limits = [{ ...read, amount: 80 }];
    const waiting = [{ limitId: 'l-1', beforeAmount: 100 }];
    const [row = expect.fail()] = limitRows({ limits, remainders: [], waiting, subject });
    expect(seenIn(row, null).map(({ amount }) => amount)).toEqual([80, 100]);
  });
});
