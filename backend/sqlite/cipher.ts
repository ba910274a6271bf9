import type Database from 'better-sqlite3';
import { closeSync, openSync, readSync, statSync } from 'node:fs';

/**
 * How the pages of a file are sealed, each with a code of its own by which a flipped byte is found.
 * `aegis` (AEGIS-256, done by the processor's own AES) costs a commit nothing that can be measured;
 * `sqlcipher` (AES-256-CBC and HMAC-SHA-512) made a commit of nine pages two and a half times as
 * long. New files are `aegis`; files of earlier builds are `sqlcipher` until they are converted.
 */
export type Cipher = 'aegis' | 'sqlcipher';

export const CIPHER: Cipher = 'aegis';

/** The key has to come before any other statement. */
export function giveKey(db: Database.Database, cipher: Cipher, keyHex: string): void {
  if (!/^[0-9a-f]{64}$/iu.test(keyHex)) throw new Error('a database key is 64 hex digits');
  choose(db, cipher);
  db.pragma(`key = "x'${keyHex}'"`);
}

/**
 * Seals every page of an open file with the same key under another cipher. No log may lie beside.
 */
export function changeCipher(db: Database.Database, cipher: Cipher, keyHex: string): void {
  choose(db, cipher);
  db.pragma(`rekey = "x'${keyHex}'"`);
}

function choose(db: Database.Database, cipher: Cipher): void {
  db.pragma(`cipher = '${cipher}'`);
  if (cipher === 'sqlcipher') db.pragma('legacy = 4');
}

const HEADER_BYTES = 24;
/** Page size of 4096 at byte 16, and three fixed fractions at 21: what `aegis` leaves readable. */
const PAGE_SIZE_4096 = 0x1000;
const FRACTIONS = 0x402020;

/** By what the file's pages are sealed; a file that is not there yet will be by `CIPHER`. */
export function cipherOf(file: string): Cipher {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) return CIPHER;
  const header = Buffer.alloc(HEADER_BYTES);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(handle);
  }
  // Sealed by `sqlcipher`, these bytes are as good as random: both match once in 2^40.
  const readable =
    header.readUInt16BE(16) === PAGE_SIZE_4096 && header.readUIntBE(21, 3) === FRACTIONS;
  return readable ? 'aegis' : 'sqlcipher';
}
