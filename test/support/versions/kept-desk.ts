import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { argon2 } from '#engine/boot/adapters.ts';
import { makeBridgeDesk, type BridgeDesk } from '#engine/bridge/answer.ts';
import { openEngine, type Engine } from '#engine/engine.ts';
import { makeAxios, makeHttpClient } from '#engine/sync/http-client.ts';
import { DESK_FILES } from '../../fixtures/versions/desk-files.ts';
import { TestClock } from '../backend/test-backend.ts';
import { CutLine } from '../engine/cut-line.ts';
import { DeskClock, silentLog } from '../engine/engine-bench.ts';
import { MemoryVault } from '../engine/memory-vault.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { unpack } from './recorded.ts';

/** This build's desk on the files that another build left. */
export interface KeptDesk {
  readonly engine: Engine;
  readonly desk: BridgeDesk;
  readonly line: CutLine;
  readonly clock: TestClock;
  readonly dispose: () => void;
}

/** Opens it at the time when the files were kept. */
export async function openKeptDesk(
  recording: string,
  at: {
    readonly baseUrl: string;
    readonly nowMs: number;
    readonly ids?: { readonly uuid: () => string };
  },
): Promise<KeptDesk> {
  const { baseUrl, nowMs, ids = { uuid: () => uuid() } } = at;
  const folder = temporaryFolder();
  unpack(recording, folder.path, DESK_FILES);
  const appVersion = '0.2.0';
  const axios = makeAxios({ baseUrl, proxyUrl: null, caPem: null, appVersion });
  const line = new CutLine(makeHttpClient(axios, silentLog));
  const clock = new TestClock(nowMs);
  const opened = await openEngine({
    dataDir: folder.path,
    workstationName: 'Desk 1',
    appVersion,
    clock: new DeskClock(clock),
    ids,
    vault: new MemoryVault(join(folder.path, 'vault.json')),
    backend: line.client,
    secretHash: argon2,
    log: silentLog,
    enrol: null,
    ballastBytes: 512 * 1024,
  });
  if (!opened.ok) throw new Error(opened.code);
  const engine = opened.value;
  const dispose = (): void => {
    engine.close();
    folder.dispose();
  };
  return { engine, desk: makeBridgeDesk(engine), line, clock, dispose };
}
