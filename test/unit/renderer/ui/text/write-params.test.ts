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
      latestMonth: '2026-11',
    };
    expect(writeParams(params, format)).toMatchObject({
      remainderMl: '12,50\u00a0л',
      remainder: '12,50\u00a0л',
      limitMinor: '8\u00a0750,00\u00a0₸',
      limit: '8\u00a0750,00\u00a0₸',
      lockedUntilAtMs: '21.11.2026, 22:14',
      lockedUntil: '21.11.2026, 22:14',
      attempts: '3',
      product: 'АИ-95',
      place: '—',
      latestMonth: 'ноябрь 2026',
    });
  });

  it('money without a currency is a bare number, never a guessed sign', () => {
    expect(writeParams({ limitMinor: 100 }, format)).toMatchObject({ limit: '1,00' });
  });

  it('a wait is rounded up, so that nobody comes back too early', () => {
    expect(writeParams({ waitMs: 61_000 }, format)).toMatchObject({ wait: '2\u00a0мин' });
    expect(writeParams({ waitMs: 1 }, format)).toMatchObject({ wait: '1\u00a0с' });
    expect(writeParams({ maxBytes: 10_485_760 }, format)).toMatchObject({ max: '10\u00a0МБ' });
  });
});
