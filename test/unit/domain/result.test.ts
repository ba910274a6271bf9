import { describe, expect, it } from 'vitest';
import { assert, assertNever, assertSafeInteger } from '#domain/assert.ts';
import { ok, refuse } from '#domain/result.ts';

describe('result', () => {
  it('wraps a value, and refuses with a code and parameters', () => {
    expect(ok(5)).toEqual({ ok: true, value: 5 });
    expect(refuse('CARD_LOST')).toEqual({ ok: false, code: 'CARD_LOST', params: {} });
    expect(refuse('PASSWORD_TOO_SHORT', { min: 9 }).params).toEqual({ min: 9 });
  });
});

describe('assert', () => {
  it('throws on a broken promise and names the rule, never the value', () => {
    expect(() => assert(true, 'holds')).not.toThrow();
    expect(() => assert(false, 'the rule')).toThrow('the rule');
    // The cast stands for data that broke its type at run time.
    const secret: unknown = 'secret-value';
    expect(() => assertNever(secret as never)).toThrow(/^unexpected case of type string$/);
  });

  it.each([0.5, 2 ** 53, -(2 ** 53), Number.NaN, Number.POSITIVE_INFINITY])(
    'takes %d for no safe integer',
    (value) => {
      expect(() => assertSafeInteger(value, 'amountMinor')).toThrow('amountMinor');
    },
  );
});
