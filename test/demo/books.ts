import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import keytar from 'keytar';
import { z } from 'zod';
import { openReadable } from '#sqlite/open.ts';
import { databaseKey } from '#vault/keys.ts';
import { serviceOf } from '#vault/vault.ts';

/** One captured fill, in whatever book it was found. */
export interface BookedFill {
  readonly saleId: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
}

/** The journal of the workstation, read from its encrypted file with the key of the key store. */
export async function journalFills(profileDir: string): Promise<BookedFill[]> {
  const dataDir = join(profileDir, 'data');
  const marker: unknown = JSON.parse(readFileSync(join(dataDir, 'keyring.json'), 'utf8'));
  const { keyId } = z.looseObject({ keyId: z.string() }).parse(marker);
  const dataKey = await keytar.getPassword(serviceOf(keyId), 'data-key');
  if (dataKey === null) throw new Error('the key store has no data key');
  const keyHex = databaseKey(readDataKey(dataKey), 'journal');
  return rowsOf(
    join(dataDir, 'journal.db'),
    keyHex,
    `SELECT body ->> 'saleId' AS saleId, body ->> 'volumeMl' AS volumeMl,
       body ->> 'amountMinor' AS amountMinor
     FROM line WHERE kind = 'sale.captured'`,
  );
}

/** The ledger of the backend: posted transfers, with the litres of their sales. */
export function ledgerFills(dataDir: string, workstationId: string): BookedFill[] {
  const keyHex = readFileSync(join(dataDir, 'network.key'), 'utf8').trim();
  return rowsOf(
    join(dataDir, 'network.db'),
    keyHex,
    `SELECT transfer_id AS saleId, sale.volume_ml AS volumeMl,
       transfer.amount_minor AS amountMinor
     FROM transfer JOIN sale ON sale_id = transfer_id
     WHERE transfer.state = 'posted' AND workstation_id = ?`,
    [workstationId],
  );
}

const fillRow = z.object({
  saleId: z.string(),
  volumeMl: z.coerce.number().int(),
  amountMinor: z.coerce.number().int(),
});

function rowsOf(file: string, keyHex: string, sql: string, params: string[] = []): BookedFill[] {
  const opened = openReadable({ file, keyHex, durable: 'full' });
  if (!opened.ok) throw new Error(`${file} cannot be opened: ${opened.code}`);
  try {
    return z.array(fillRow).parse(opened.value.prepare(sql).all(...params));
  } finally {
    opened.value.close();
  }
}

/** As the vault keeps it: 32 bytes in base64. */
function readDataKey(stored: string): Uint8Array {
  return Buffer.from(stored, 'base64');
}
