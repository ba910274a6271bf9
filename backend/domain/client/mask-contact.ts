/**
 * A phone as lists, logs and messages show it (acceptance G5): how the country begins and the last
 * two digits, `+7••••••••89`.
 * @param phone E.164
 */
export function maskPhone(phone: string): string {
  return phone.slice(0, 2) + '•'.repeat(Math.max(0, phone.length - 4)) + phone.slice(-2);
}
