import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { v7 } from 'uuid';
import type { Ids, SecretHash } from '../ports.ts';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const argon2: SecretHash = {
  hash: (secret) => hash(secret, COST),
  verify: (phc, secret) => verify(phc, secret),
};

export const systemIds: Ids = { uuid: () => v7() };

const FINENESS = 1_000_000;

/** 0 … 1, for pauses that are not to coincide; nothing secret is made of it. */
export const systemRandom = (): number => randomInt(FINENESS) / FINENESS;
