import { describe, expect, it } from 'vitest';
import { ref } from 'vue';
import { useNewPassword } from '#ui/form/use-new-password.ts';

const policy = { minLength: 10, strong: false };
const GOOD = 'шесть-зелёных-арбузов';

describe('a new password, entered twice', () => {
  it('[R-06] is what is sent, once it is in order', () => {
    const { password, repeat, fault, judged } = useNewPassword('kassir-7', policy);
    password.value = GOOD;
    repeat.value = GOOD;
    expect(judged()).toEqual({ password: GOOD, repeat: GOOD });
    expect(fault.value).toBeNull();
  });

  it('[R-06] is not sent while something is wrong with it, and the fault goes when it is mended', () => {
    const { password, repeat, fault, judged } = useNewPassword('kassir-7', policy);
    password.value = GOOD;
    expect(judged()).toBeNull();
    expect(fault.value).toMatchObject({ code: 'PASSWORD_MISMATCH' });
    repeat.value = GOOD;
    expect(judged()).not.toBeNull();
    expect(fault.value).toBeNull();
  });

  it('[N-22] is judged by the login and the rule that count at that moment', () => {
    const login = ref('kassir-7');
    const minLength = ref(10);
    const { password, repeat, fault, judged } = useNewPassword(login, () => ({
      ...policy,
      minLength: minLength.value,
    }));
    password.value = GOOD;
    repeat.value = GOOD;
    minLength.value = 40;
    expect(judged()).toBeNull();
    expect(fault.value).toMatchObject({ code: 'PASSWORD_TOO_SHORT', params: { min: 40 } });
    minLength.value = 10;
    login.value = GOOD;
    expect(judged()).toBeNull();
    expect(fault.value).toMatchObject({ code: 'PASSWORD_WEAK' });
  });

  it('[N-22] nothing of it stays in the fields once it is in force', () => {
    const { password, repeat, clear } = useNewPassword('kassir-7', policy);
    password.value = GOOD;
    repeat.value = GOOD;
    clear();
    expect([password.value, repeat.value]).toEqual(['', '']);
  });
});
