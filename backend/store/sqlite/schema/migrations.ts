import type { Migration } from '#sqlite/migration.ts';
import { assets } from './assets.ts';
import { books } from './books.ts';
import { identity } from './identity.ts';
import { leaseLife } from './lease-life.ts';
import { leases } from './leases.ts';
import { ledger } from './ledger.ts';
import { limits } from './limits.ts';
import { packs } from './packs.ts';
import { recovery } from './recovery.ts';
import { registers } from './registers.ts';

/**
 * Schema of the network's database, oldest step first. A released step is never changed; a new
 * one goes to the end.
 */
export const networkMigrations: readonly Migration[] = [
  registers,
  ledger,
  identity,
  leaseLife,
  packs,
  books,
  leases,
  limits,
  assets,
  recovery,
];
