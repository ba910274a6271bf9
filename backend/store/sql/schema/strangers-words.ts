import { sharedStep } from './ddl.ts';

/**
 * What strangers typed as a login may have been a password: of logins that nobody has errors are
 * kept under a hash from now on, and the message that goes nowhere names none (G7).
 */
export const strangersWords = sharedStep(
  510,
  'strangers-words',
  () => `
DELETE FROM sign_in_error
  WHERE login_folded NOT IN (SELECT login_folded FROM user_account);
UPDATE message SET params = '{}' WHERE template = 'account-locked' AND user_id IS NULL;
`,
);
