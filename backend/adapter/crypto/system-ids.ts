import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Ids } from '#service/ports.ts';

const TOKEN_BYTES = 32;

/** Ids and secrets from the system's own randomness. */
export class SystemIds implements Ids {
  uuid(): string {
    return v7();
  }

  token(): string {
    return randomBytes(TOKEN_BYTES).toString('base64url');
  }
}
