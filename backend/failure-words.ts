/** What went wrong at the command line of the backend, in a sentence that says what to do. */

/** By the codes of our refusals, of the system, and of PostgreSQL (its appendix A). */
const WORDS: Readonly<Record<string, string>> = {
  DATABASE_IN_USE: 'another backend works with this folder. Stop it and repeat',
  DATABASE_MOVED:
    'this network lives on a PostgreSQL server now. Start it with --database URL; the folder ' +
    'has a note, MOVED-TO-POSTGRESQL.txt',
  DATABASE_DAMAGED: 'the database does not open: its file is damaged, or this is not its key',
  DATABASE_FROM_FUTURE: 'a newer version of this program has worked with this database. Start that',
  DISK_FULL: 'the disk is full. Make room and repeat',
  SETUP_DONE:
    'a network is here already. Start it as it is, without --demo or create-network, or name an ' +
    'empty place',
  PASSWORD_MISSING: 'no terminal is here to ask at. Give --administrator-password-file FILE',
  PASSWORD_TOO_SHORT: "the administrator's password is too short. Take a longer one and repeat",
  PASSWORD_MISMATCH: 'the two passwords differ. Repeat, and enter the same twice',
  PASSWORD_WEAK: "the administrator's password is easily guessed. Take another one and repeat",
  EADDRINUSE: 'another program listens at this port. End it, or give another --port',
  EACCES: 'this account may not listen at this port or read this file',
  ECONNREFUSED: 'no PostgreSQL server answers at this address. Is it started, is the port right?',
  ENOTFOUND: 'no machine has this name. Look at the address of the database',
  '28P01': 'the database does not take this password or this user',
  '3D000': 'make the database first: an own, empty one',
};

/** What the driver throws where the server asks for a password and none was given. */
const PASSWORD_MISSING = /client password must be a string/u;
const PASSWORD_WORDS = 'the database asks for a password. Give --password-file FILE or PGPASSWORD';

/** A refusal in words; its code stands behind them for whoever looks it up. */
export function refusalWords(code: string, params: Readonly<Record<string, unknown>>): string {
  const more = Object.keys(params).length === 0 ? '' : ` ${JSON.stringify(params)}`;
  const words = WORDS[code];
  return words === undefined ? `${code}${more}` : `${words} (${code}${more}).`;
}

/** What was thrown, in words where it is known what to do about it. */
export function errorWords(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown fault';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const words = PASSWORD_MISSING.test(error.message) ? PASSWORD_WORDS : WORDS[code];
  return words === undefined ? error.message : `${words} (${error.message}).`;
}
