import { assert } from '#domain/assert.ts';
import { ok, type Result } from '#domain/result.ts';
import type { BridgeAnswer, BridgeInput } from '#protocol/bridge.ts';
import type { outsideBridge } from '#protocol/bridge/outside.ts';
import type { Engine } from '../engine.ts';
import { feedbackHere, feedbackOfDesk, writeFeedback } from '../feedback/feedback.ts';
import { toldSoon } from './told-soon.ts';

export type OutsideMethod = keyof typeof outsideBridge;

type OutsideHandlers = {
  readonly [M in OutsideMethod]: (
    input: BridgeInput<M>,
  ) => Promise<Result<BridgeAnswer<M>>> | Result<BridgeAnswer<M>>;
};

/** What is done for somebody who need not be signed in. */
export function outsideHandlers(engine: Engine): OutsideHandlers {
  const { core } = engine;
  return {
    'feedback:send': async (input) => {
      const written = writeFeedback(core, input);
      if (!written.ok) return written;
      const shown = () => feedbackHere(core, input.commandId);
      await toldSoon(engine);
      // A round that was under way may have passed what is told: then the next one tells it.
      if (shown()?.number === null) await toldSoon(engine);
      const row = shown();
      assert(row !== null, 'what was written is there');
      return ok(row);
    },
    'feedback:here': () => ok({ rows: feedbackOfDesk(core) }),
  };
}
