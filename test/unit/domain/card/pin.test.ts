import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterPinTry, PIN_TRIES_MAX, pinShape } from '#domain/card/pin.ts';

const pins = fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, '0'));

describe('pinShape', () => {
  it('[N-20] takes four digits entered twice', () => {
    expect(pinShape('2749', '2749')).toEqual({ ok: true, value: '2749' });
  });

  it('[N-20] refuses an unequal repeat', () => {
    expect(pinShape('2749', '2748')).toEqual({ ok: false, code: 'PIN_MISMATCH', params: {} });
  });

  it.each(['0000', '7777', '1234', '4321', '6789', '1212', '0909'])(
    '[N-20] refuses %s as weak',
    (pin) => expect(pinShape(pin, pin)).toEqual({ ok: false, code: 'PIN_WEAK', params: {} }),
  );

  it.each(['', '123', '27495', '27 9', '27a9', '٢٧٤٩'])('[N-20] refuses the shape of %j', (pin) => {
    expect(pinShape(pin, pin)).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'pin' } });
  });

  it('leaves more than nine in ten PINs to choose from', () => {
    const taken = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0')).filter(
      (pin) => pinShape(pin, pin).ok,
    );
    // 100 repeated pairs (with them the 10 repeated digits), 7 runs up and 7 down.
    expect(taken.length).toBe(10_000 - 100 - 14);
  });

  it('never repeats the PIN in a refusal', () => {
    fc.assert(
      fc.property(pins, pins, (pin, repeat) => {
        const result = pinShape(pin, repeat);
        if (!result.ok) expect(JSON.stringify(result.params)).not.toContain(pin);
      }),
    );
  });
});

describe('afterPinTry', () => {
  it('[N-20] the third error blocks', () => {
    const first = afterPinTry(0, false);
    const second = afterPinTry(first.triesUsed, false);
    expect([first.blocked, second.blocked]).toEqual([false, false]);
    expect(afterPinTry(second.triesUsed, false)).toEqual({ triesUsed: 3, blocked: true });
  });

  it('[N-20] success resets, but never after the third error', () => {
    expect(afterPinTry(2, true)).toEqual({ triesUsed: 0, blocked: false });
    expect(afterPinTry(3, true)).toEqual({ triesUsed: 3, blocked: true });
  });

  it('[N-20] blocks exactly when three errors came in a row, and stays so', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (tries) => {
        let state = { triesUsed: 0, blocked: false };
        for (const [index, correct] of tries.entries()) {
          state = afterPinTry(state.triesUsed, correct);
          const text = tries
            .slice(0, index + 1)
            .map((right) => (right ? '+' : '-'))
            .join('');
          expect(state.blocked).toBe(text.includes('---'));
          expect(state.triesUsed).toBeLessThanOrEqual(PIN_TRIES_MAX);
        }
      }),
    );
  });

  it('throws on a counter that cannot be', () => {
    expect(() => afterPinTry(-1, false)).toThrow('triesUsed');
    expect(() => afterPinTry(0.5, false)).toThrow('triesUsed');
  });
});
