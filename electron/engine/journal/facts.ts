import { z } from 'zod';
import type { WritableDb } from '#sqlite/open.ts';
import { routes } from '#protocol/routes.ts';
import * as s from '#protocol/shapes.ts';

/** Who this workstation is, from its enrolment. The refresh token is the vault's alone. */
export const identity = routes['workstation.enrol'].answer.omit({
  refreshToken: true,
  epoch: true,
});
export type Identity = z.infer<typeof identity>;

/** Single values that belong to the journal; each is checked when it is read. */
const facts = {
  identity,
  /** Epoch of the backend that the leases and the cache belong to. */
  epoch: s.key,
  /** How far the backend has our lines, and its signature under that. */
  acknowledged: z.strictObject({ seq: s.count, hash: s.hex64 }),
  coSignature: z.strictObject({
    seq: s.count,
    hash: s.hex64,
    keyId: s.key,
    signature: s.base64,
  }),
  /** Compared with the vault's; behind it, the file is a restored copy. */
  generation: s.count,
  /** Why no lease may be spent until the next full round. */
  leasesKilled: z.enum(['restored', 'clock', 'epoch', 'revoked']).nullable(),
  /** When the leases were killed last: whatever was issued until then is no use here any more. */
  leasesKilledAtMs: s.atMs,
  /**
   * When they were last killed because this file is a restored copy: what leases of before have
   * left is not known here, and nothing of them is given back.
   */
  leasesDoubtedAtMs: s.atMs,
  /** Set for good when backend and journal contradict each other (architecture §7). */
  forked: z.boolean(),
  slipNumber: s.count,
  /** The latest instant this journal knows to have passed. */
  knownMs: s.atMs,
  /** What the backend's clock was ahead of ours at the last contact. */
  clockOffsetMs: z.int(),
  lastContactAtMs: s.atMs,
  /** Under which a new network was asked for. */
  networkCommandId: s.id,
} as const;

type FactName = keyof typeof facts;
type Fact<N extends FactName> = z.infer<(typeof facts)[N]>;

export interface Facts {
  get<N extends FactName>(name: N): Fact<N> | null;
  set<N extends FactName>(name: N, value: Fact<N>): void;
}

export function openFacts(db: WritableDb): Facts {
  const read = db.prepare<[string], { value: string }>('SELECT value FROM fact WHERE name = ?');
  const write = db.prepare(
    'INSERT INTO fact VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    get<N extends FactName>(name: N): Fact<N> | null {
      const row = read.get(name);
      if (row === undefined) return null;
      const schema: z.ZodType = facts[name];
      // The schema of this very name has just checked the value; the map's type is lost on the way.
      return schema.parse(JSON.parse(row.value)) as Fact<N>;
    },
    set(name, value) {
      write.run(name, JSON.stringify(value));
    },
  };
}
