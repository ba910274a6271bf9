import fc from 'fast-check';
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { caretAfter, phoneDigits, shownPhone, writePhone } from '#ui/phone/phone-digits.ts';
import UiPhoneInput from '#ui/phone/UiPhoneInput.vue';

const national = fc.stringMatching(/^[3-9]\d{9}$/u);

describe('the digits behind +7', () => {
  it('a number that begins with 7 keeps its first digit: 701 123-45-67', () => {
    expect(phoneDigits('7011234567')).toBe('7011234567');
    expect(writePhone('7011234567')).toBe('701 123-45-67');
  });

  it.each(['+7 701 123 45 67', '87011234567', '7 (701) 123-45-67', '701-123-45-67'])(
    'pasted %s is the same number',
    (text) => {
      expect(phoneDigits(text, true)).toBe('7011234567');
    },
  );

  it('typed with 8 or with 7 in front of a mobile number of Russia the prefix goes', () => {
    expect(phoneDigits('89161234567')).toBe('9161234567');
    expect(phoneDigits('79161234567')).toBe('9161234567');
  });

  it('an eleventh digit that slipped in changes nothing', () => {
    expect(phoneDigits('70112345678')).toBe('7011234567');
  });

  it('any number is read back from what is shown of it', () => {
    fc.assert(
      fc.property(national, (digits) => {
        expect(phoneDigits(writePhone(digits))).toBe(digits);
        expect(phoneDigits(`+7${digits}`, true)).toBe(digits);
        expect(shownPhone(`+7${digits}`)).toBe(`+7 ${writePhone(digits)}`);
      }),
    );
  });

  it('the caret stays behind the digit that was typed', () => {
    expect(caretAfter('701 123', 3)).toBe(3);
    expect(caretAfter('701 123', 4)).toBe(5);
    expect(caretAfter('701 123', 9)).toBe(7);
  });
});

describe('a field for a telephone number', () => {
  const field = (modelValue: string) => {
    const wrapper = mount(UiPhoneInput, { props: { modelValue } });
    return { wrapper, told: () => wrapper.emitted('update:modelValue')?.at(-1)?.[0] };
  };

  it('shows the number without its prefix and tells it in E.164', async () => {
    const { wrapper, told } = field('+77011234567');
    expect(wrapper.get('input').element.value).toBe('701 123-45-67');
    await wrapper.get('input').setValue('9161234567');
    expect(told()).toBe('+79161234567');
  });

  it('emptied it tells nothing, so that it counts as not filled in', async () => {
    const { wrapper, told } = field('+7701');
    await wrapper.get('input').setValue('');
    expect(told()).toBe('');
  });
});
