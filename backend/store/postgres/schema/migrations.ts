import type { Migration } from '#sqlite/migration.ts';
import { books } from './books.ts';
import { identity } from './identity.ts';
import { ledger } from './ledger.ts';
import { limits } from './limits.ts';
import { recovery } from './recovery.ts';
import { registers } from './registers.ts';

/**
 * Schema of the network's database on PostgreSQL, oldest step first: the tables and columns that
 * SQLite's steps end with. A released step is never changed; a new one goes to the end, here and
 * there.
 */
export const postgresMigrations: readonly Migration[] = [
  registers,
  ledger,
  identity,
  books,
  limits,
  recovery,
];
