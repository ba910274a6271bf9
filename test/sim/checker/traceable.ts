import { createHash, createPublicKey, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ReadableDb } from '#sqlite/open.ts';
import type { Evidence, Violation } from './evidence.ts';
import type { JournalTables } from './tables/journal-lines.ts';
import type { LedgerTables } from './tables/ledger-tables.ts';
import { all } from './tables/rows.ts';

/** I8: every line is what its hash says and names the one before it, on both sides. */

interface ChainRow {
  readonly seq: number;
  readonly kind: string;
  readonly at_ms: number;
  readonly body: string;
  readonly previous_hash: string;
  readonly hash: string;
}

const NOTHING_BEFORE = '0'.repeat(64);

/** Remembers which lines it has judged, with all that they said. */
export class Chains {
  readonly #judged = new Set<string>();

  check(
    evidence: Evidence,
    ledger: LedgerTables,
    journals: ReadonlyMap<string, JournalTables>,
  ): Violation[] {
    const found: string[] = [];
    for (const [deskId, { lines }] of journals) found.push(...this.#judge(deskId, lines));
    for (const workstationId of ledger.workstations.keys()) {
      found.push(
        ...this.#judge(`the backend's copy of ${workstationId}`, told(evidence, workstationId)),
      );
    }
    for (const { deskId, journal } of evidence.desks) {
      if (!coSigned(journal, evidence.backend)) found.push(`${deskId}: its head is not co-signed`);
    }
    return found.map((what) => ({ invariant: 'I8', what }));
  }

  #judge(whose: string, lines: readonly ChainRow[]): string[] {
    let previousHash = NOTHING_BEFORE;
    return lines.flatMap((row) => {
      const follows = row.previous_hash === previousHash;
      previousHash = row.hash;
      return follows && this.#holds(row) ? [] : [`${whose}: line ${row.seq} is not what it was`];
    });
  }

  #holds({ seq, kind, at_ms: atMs, body, previous_hash: previousHash, hash }: ChainRow): boolean {
    const memo = `${seq} ${kind} ${atMs} ${body} ${previousHash} ${hash}`;
    if (this.#judged.has(memo)) return true;
    const text = canonicalize({ seq, previousHash, kind, atMs, body: JSON.parse(body) }) ?? '';
    const holds = createHash('sha256').update(text).digest('hex') === hash;
    if (holds) this.#judged.add(memo);
    return holds;
  }
}

function told({ backend }: Evidence, workstationId: string): readonly ChainRow[] {
  return all<ChainRow & { workstation_id: string }>(
    backend,
    `SELECT workstation_id, seq, kind, at_ms, body, previous_hash, hash FROM journal_line
       ORDER BY workstation_id, seq`,
  ).filter((row) => row.workstation_id === workstationId);
}

interface CoSignature {
  readonly seq: number;
  readonly hash: string;
  readonly signature: string;
}

const keys = new Map<string, ReturnType<typeof createPublicKey>>();

/** The backend's signature under the newest line that it acknowledged to this workstation. */
function coSigned(journal: ReadableDb, backend: ReadableDb): boolean {
  const [fact] = all<{ value: string }>(
    journal,
    `SELECT value FROM fact WHERE name = 'coSignature'`,
  );
  const [network] = all<{ signing_public_key: string }>(
    backend,
    'SELECT signing_public_key FROM network',
  );
  if (fact === undefined || network === undefined) return true;
  const { seq, hash, signature } = JSON.parse(fact.value) as CoSignature;
  const [line] = all<{ seq: number; hash: string }>(
    journal,
    'SELECT seq, hash FROM line ORDER BY seq',
  ).slice(seq - 1);
  const text = network.signing_public_key;
  const key =
    keys.get(text) ??
    createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
  keys.set(text, key);
  const signed = verify(null, Buffer.from(hash), key, Buffer.from(signature, 'base64'));
  return signed && line?.hash === hash;
}
