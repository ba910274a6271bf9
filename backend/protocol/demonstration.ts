import type { z } from 'zod';
import type { staffRole } from './records.ts';

/** People of the demonstration network. It holds nothing real, so their password is no secret. */
export interface DemonstrationUser {
  readonly login: string;
  readonly displayName: string;
  readonly role: z.infer<typeof staffRole>;
}

export const demonstrationPassword = 'training-day-7';

export const demonstrationUsers: readonly DemonstrationUser[] = [
  { login: 'operator', displayName: 'Айгерим Сапарова', role: 'operator' },
  { login: 'manager', displayName: 'Тимур Алиев', role: 'client-manager' },
  { login: 'accountant', displayName: 'Ольга Демидова', role: 'accountant' },
  { login: 'admin', displayName: 'Константин Рощин', role: 'administrator' },
];
