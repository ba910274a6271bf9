/** What everybody in a test has for a password, unless it is about passwords. */
export const PASSWORD = 'seven green apples';
