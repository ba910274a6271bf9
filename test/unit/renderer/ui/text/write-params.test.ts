import { describe, expect, it } from 'vitest';
import { makeFormat } from '#ui/format/format.ts';
import { writeParams } from '#ui/text/write-params.ts';

const format = makeFormat('ru', 'Asia/Almaty');

describe('parameters of a refusal', () => {
  it('are written by the unit at the end of their name', () => {
    const params = {
      remainderMl: 12_500,
      limitMinor: 875_000,
      currency: 'KZT',
      lockedUntilAtMs: Date.UTC(2026, 10, 21, 17, 14),
      attempts: 3,
      product: 'АИ-95',
      place: null,
    };
    expect(writeParams(params, format)).toEqual({
      remainderMl: '12,50\u00a0л',
      limitMinor: '8\u00a0750,00\u00a0₸',
      currency: 'KZT',
      lockedUntilAtMs: '21.11.2026, 22:14',
      attempts: '3',
      product: 'АИ-95',
      place: '—',
    });
  });

  it('money without a currency is a bare number, never a guessed sign', () => {
    expect(writeParams({ limitMinor: 100 }, format)).toEqual({ limitMinor: '1,00' });
  });
});
