import { ok, type Result } from '#domain/result.ts';
import type { BridgeAnswer, BridgeInput } from '#protocol/bridge.ts';
import type { clientBridge } from '#protocol/bridge/clients.ts';
import {
  dropWaiting,
  putClient,
  waitingClients,
  waitingStateOf,
} from '../clients/waiting-clients.ts';
import type { Engine } from '../engine.ts';
import type { Operator } from '../sale/question.ts';
import { onlineOnly } from './online.ts';
import { toldSoon } from './told-soon.ts';

export type ClientMethod = keyof typeof clientBridge;

type ClientHandlers = {
  readonly [M in ClientMethod]: (
    input: BridgeInput<M>,
    operator: Operator,
  ) => Promise<Result<BridgeAnswer<M>>> | Result<BridgeAnswer<M>>;
};

/** Clients that are entered here, with the link and without (row O-08). */
export function clientHandlers(engine: Engine): ClientHandlers {
  const { core } = engine;
  return {
    'client:put': async (input, operator) => {
      const ask = core.link.isUp() ? onlineOnly(engine, 'client.put') : null;
      const put = await putClient(core, ask, input, operator);
      if (!put.ok || put.value.waiting === null) return put;
      await toldSoon(engine);
      return ok({ ...put.value, waiting: waitingStateOf(core, input.commandId) });
    },
    'client:waiting': () => ok({ rows: waitingClients(core) }),
    'client:dropWaiting': ({ entryId }) => dropWaiting(core, entryId),
  };
}
