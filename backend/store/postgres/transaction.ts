import pg from 'pg';

/** Lost a race against another transaction: nothing was done, and the same may pass now. */
const RETRIED = new Set(['40001', '40P01']);
const TRIES_MAX = 10;

/**
 * Runs `work` on one connection in one transaction, again from its beginning when the server says
 * that it lost a race. An exception rolls everything back.
 * @param kind what follows BEGIN: the isolation, and locks that come before everything else
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  kind: string,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(pool, kind, work);
    } catch (error) {
      if (tries === TRIES_MAX || !isRace(error)) throw error;
    }
  }
}

async function once<T>(
  pool: pg.Pool,
  kind: string,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let sound = true;
  try {
    const result = await begun(client, kind, work);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    sound = await rolledBack(client);
    throw error;
  } finally {
    client.release(!sound);
  }
}

/**
 * What the work asks first goes out together with the beginning. Both are waited for, whatever
 * becomes of them: nothing may follow the end of the transaction.
 */
async function begun<T>(
  client: pg.ClientBase,
  kind: string,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const [beginning, worked] = await Promise.allSettled([
    client.query(`BEGIN ${kind}`),
    work(client),
  ]);
  if (beginning.status === 'rejected') throw beginning.reason;
  if (worked.status === 'rejected') throw worked.reason;
  return worked.value;
}

/** False when the connection is of no use any more. */
async function rolledBack(client: pg.ClientBase): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}

function isRace(error: unknown): boolean {
  return error instanceof pg.DatabaseError && RETRIED.has(error.code ?? '');
}
