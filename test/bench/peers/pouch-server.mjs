/* PouchDB's own server over LevelDB, as its documentation sets it up. */
import { once } from 'node:events';
import { order, peakMib, peer, tell } from './in-child.mjs';

const { peers, folder } = await order();
const express = peer(peers, 'express');
const PouchDB = peer(peers, 'pouchdb').defaults({ prefix: `${folder}/` });
const app = express();
const settings = { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: `${folder}/log.txt` };
app.use('/', peer(peers, 'express-pouchdb')(PouchDB, settings));
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', () => tell({ peakMib: peakMib() }));
process.once('disconnect', () => process.exit(0));
tell({ url: `http://127.0.0.1:${server.address().port}` });
