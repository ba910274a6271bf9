import { randomFillSync } from 'node:crypto';

const ID_BYTES = 16;
/** Randomness for so many ids is fetched at once: fetching costs more than the id. */
const IDS_AHEAD = 256;

/** Makes trace ids as W3C Trace Context has them: 16 random bytes in hex. */
export function traceIds(): () => string {
  const ahead = Buffer.alloc(ID_BYTES * IDS_AHEAD);
  let used = ahead.length;
  return () => {
    if (used === ahead.length) {
      randomFillSync(ahead);
      used = 0;
    }
    used += ID_BYTES;
    return ahead.toString('hex', used - ID_BYTES, used);
  };
}
