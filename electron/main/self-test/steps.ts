import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import { demonstrationPassword, demonstrationUsers } from '#protocol/demonstration.ts';
import { type Result, ok, refuse } from '#protocol/result.ts';
import { demonstrationPlan } from '../shell-methods.ts';
import type { Workstation } from '../workstation.ts';
import { EngineCalls } from './engine-calls.ts';

/**
 * What an installed product proves about itself; the number is the exit code of a failure there.
 */
export interface Step {
  readonly name: string;
  readonly exitCode: number;
  readonly run: () => Promise<Result<unknown>>;
}

const VOLUME_ML = 5_000;
const POLL_MS = 200;
const POLLS = 100;

/** @param pageIsThere whether the window shows the first screen */
export function selfTestSteps(
  workstation: Workstation,
  pageIsThere: () => Promise<boolean>,
): Step[] {
  let calls: EngineCalls | null = null;
  const engine = (): EngineCalls => {
    const port = calls ? null : workstation.connectWindow();
    if (port) calls = new EngineCalls(port);
    if (!calls) throw new Error('the engine is not there');
    return calls;
  };
  const mustPass = (value: boolean): Result<true> => (value ? ok(true) : refuse('INTERNAL'));
  return [
    { name: 'window', exitCode: 10, run: async () => mustPass(await pageIsThere()) },
    {
      name: 'vault',
      exitCode: 11,
      run: async () => mustPass(workstation.state.keyStore === 'open'),
    },
    {
      name: 'migration and backend',
      exitCode: 12,
      run: () => workstation.setUp(demonstrationPlan()),
    },
    { name: 'sign-in', exitCode: 13, run: () => signIn(engine()) },
    {
      name: 'online sale',
      exitCode: 14,
      run: async () => {
        const filled = await until(engine(), (state) => state.feedAsOfMs !== null);
        return filled.ok ? sell(engine(), 'online') : filled;
      },
    },
    {
      name: 'offline sale',
      exitCode: 15,
      run: async () => {
        const leased = await until(engine(), (state) => state.leases.cardCount > 0);
        if (!leased.ok) return leased;
        await workstation.haltBackend();
        return sell(engine(), 'offline');
      },
    },
    {
      name: 'sending what was sold offline',
      exitCode: 16,
      run: async () => {
        const back = await workstation.resumeBackend();
        if (!back.ok) return back;
        return until(engine(), (state) => state.journalSeq > 0 && state.queueLength === 0);
      },
    },
  ];
}

function signIn(engine: EngineCalls): Promise<Result<unknown>> {
  const operator = demonstrationUsers.find(({ role }) => role === 'operator');
  const login = operator?.login ?? '';
  return engine.ask('session:signIn', { login, password: demonstrationPassword });
}

/** Authorizes and captures on the first demonstration card that needs no PIN. */
async function sell(engine: EngineCalls, mode: 'online' | 'offline'): Promise<Result<unknown>> {
  const context = await engine.ask('station:context', {});
  if (!context.ok) return context;
  const { demoCards, products } = context.value;
  const typed = demoCards.find(({ pin }) => pin === null)?.pan ?? '';
  const found = await engine.ask('card:find', { typed });
  if (!found.ok) return found;
  const sold = products.find(({ priceMinorPerLitre }) => priceMinorPerLitre !== null);
  const saleId = randomUUID();
  const held = await engine.ask('sale:authorize', {
    saleId,
    cardId: found.value.card.cardId,
    productId: sold?.product.productId ?? '',
    pumpNumber: 1,
    ask: { by: 'volume', volumeMl: VOLUME_ML },
    pin: null,
  });
  if (!held.ok) return held;
  const captured = await engine.ask('sale:capture', { saleId, volumeMl: VOLUME_ML });
  if (!captured.ok) return captured;
  const { sale } = captured.value;
  const isRight = sale.mode === mode && sale.state === 'captured' && sale.volumeMl === VOLUME_ML;
  return isRight ? ok(true) : refuse('INTERNAL', { mode: sale.mode, state: sale.state });
}

/** Asks again until the workstation has come so far. */
async function until(
  engine: EngineCalls,
  isReached: (state: BridgeAnswer<'sync:state'>) => boolean,
): Promise<Result<true>> {
  for (let poll = 0; poll < POLLS; poll += 1) {
    const state = await engine.ask('sync:now', {});
    if (state.ok && isReached(state.value)) return ok(true);
    await delay(POLL_MS);
  }
  return refuse('LINK_DOWN');
}
