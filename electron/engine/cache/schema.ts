import { cacheSteps } from '#protocol/cache-schema.ts';
import type { Migration } from '#sqlite/migration.ts';

/**
 * cache.db: whatever can be pulled or read again. It is thrown away and replaced whole without any
 * loss.
 */
export const cacheMigrations: readonly Migration[] = cacheSteps;
