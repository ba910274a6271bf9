import { ok, refuse, type Result } from '#domain/result.ts';
import {
  bridge,
  type BridgeAnswer,
  type BridgeInput,
  type BridgeMethod,
} from '#protocol/bridge.ts';
import { isKeepable } from '#domain/text/kept-text.ts';
import type { Engine } from '../engine.ts';
import { VaultRefusal } from '../ports.ts';
import type { Operator } from '../sale/question.ts';
import { makeHandlers, type BridgeHandlers } from './handlers.ts';
import { methodRights } from './rights.ts';

export interface BridgeDesk {
  /** Asks as a window does: unknown text in, checked answer or code out. Never throws. */
  ask(method: string, input: unknown): Promise<Result<unknown>>;
  /** The same for whoever knows the method's types: tests, simulator, bench. */
  call<M extends BridgeMethod>(method: M, input: BridgeInput<M>): Promise<Result<BridgeAnswer<M>>>;
}

const NOBODY: Operator = { userId: '', displayName: '', clientId: null, sessionToken: null };

export function makeBridgeDesk(engine: Engine): BridgeDesk {
  const handlers = makeHandlers(engine);
  const ask: BridgeDesk['ask'] = async (method, input) => {
    try {
      if (!isMethod(method)) return refuse('BRIDGE_METHOD_UNKNOWN');
      return await answer(engine, handlers, { method, input });
    } catch (error) {
      if (error instanceof VaultRefusal) return refuse(error.code);
      // A bug of ours: told to the log with all there is, to the window as nothing but a code.
      const stack = error instanceof Error ? error.stack : String(error);
      engine.core.log.error({ method, stack }, 'a method of the bridge failed');
      return refuse('INTERNAL');
    }
  };
  return {
    ask,
    // `ask` checks the answer against the schema that this type is made of.
    call: (method, input) => ask(method, input) as Promise<Result<BridgeAnswer<typeof method>>>,
  };
}

function isMethod(method: string): method is BridgeMethod {
  return Object.hasOwn(bridge, method);
}

async function answer(
  engine: Engine,
  handlers: BridgeHandlers,
  { method, input }: { method: BridgeMethod; input: unknown },
): Promise<Result<unknown>> {
  const parsed = bridge[method].input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const unknown = issue?.code === 'unrecognized_keys';
    const field = issue?.path.join('.') ?? '';
    return refuse(unknown ? 'FIELD_UNKNOWN' : 'FIELD_INVALID', { field });
  }
  if (!isKeepable(parsed.data)) return refuse('FIELD_INVALID', { field: '' });
  const right = methodRights[method];
  const operator = engine.session.need(right === 'open' ? null : right);
  if (right !== 'open' && !operator.ok) return operator;
  // The table gives each method its own handler; a union of them cannot be called with a union of
  // inputs.
  const handler = handlers[method] as (
    input: unknown,
    operator: Operator,
  ) => Promise<Result<unknown>> | Result<unknown>;
  const result = await handler(parsed.data, operator.ok ? operator.value : NOBODY);
  if (!result.ok) {
    // What anybody may ask, and is refused, says nothing of whoever is signed in.
    const isHis = right !== 'open' && operator.ok;
    if (isHis) engine.session.refused(result.code, operator.value.sessionToken);
    return result;
  }
  const checked = bridge[method].answer.safeParse(result.value);
  if (checked.success) return ok(checked.data);
  const fields = checked.error.issues.map((issue) => issue.path.join('.'));
  engine.core.log.error({ method, fields }, 'an answer of the bridge is not what its schema says');
  return refuse('INTERNAL');
}
