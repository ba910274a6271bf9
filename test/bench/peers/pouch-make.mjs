/* Fills PouchDB's server database with cards, once. */
import { cardDocument } from '../data/documents.ts';
import { order, peer, tell } from './in-child.mjs';

const PIECE = 2_000;
const { peers, folder, count } = await order();
const PouchDB = peer(peers, 'pouchdb');
const db = new PouchDB(`${folder}/cards`);
for (let from = 0; from < count; from += PIECE) {
  const piece = Array.from({ length: Math.min(PIECE, count - from) }, (_, n) => {
    const card = cardDocument(from + n);
    return { _id: card.cardId, ...card };
  });
  await db.bulkDocs(piece);
}
await db.close();
tell({ made: true });
process.exit(0);
