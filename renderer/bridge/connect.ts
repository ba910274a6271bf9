import { bridge, bridgeEvents } from '#protocol/bridge.ts';
import type { Result } from '#domain/result.ts';
import { shell, shellEvents } from '#protocol/shell.ts';
import type { ExposedBridge, WindowReply } from '#protocol/window.ts';
import type { Client } from './client.ts';

declare global {
  interface Window {
    /** Put there by preload; missing in a plain browser. */
    readonly forecourt?: ExposedBridge;
  }
}

/** The part of a schema that is used here; each table has its own. */
interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

/**
 * The client of this window over the functions of preload. What comes back is checked against the
 * tables: an answer of another shape is a bug of the other side and becomes INTERNAL, never half
 * an answer. Throws where there is no preload.
 */
export async function connect(exposed = window.forecourt): Promise<Client> {
  if (!exposed) throw new Error('this page runs outside of the application');
  return {
    engine: {
      request: async (method, input) =>
        checked(bridge[method].answer, await exposed.engine[method](plain(input))),
      on: (event, listener) => exposed.onEngine(event, heard(bridgeEvents[event], listener)),
    },
    shell: {
      request: async (method, input) =>
        checked(shell[method].answer, await exposed.shell[method](plain(input))),
      on: (event, listener) => exposed.onShell(event, heard(shellEvents[event], listener)),
    },
  };
}

/** Tells the answer's type by the schema of the very method that was asked. */
function checked<T>(schema: Schema<unknown>, reply: WindowReply): Result<T> {
  if (!reply.ok) return { ok: false, code: reply.code, params: reply.params };
  const parsed = schema.safeParse(reply.value);
  if (!parsed.success) return { ok: false, code: 'INTERNAL', params: {} };
  return { ok: true, value: parsed.data as T };
}

function heard<T>(schema: Schema<unknown>, listener: (body: T) => void): (body: unknown) => void {
  return (body) => {
    const parsed = schema.safeParse(body);
    // The same: the schema of this event says what its body is.
    if (parsed.success) listener(parsed.data as T);
  };
}

/**
 * Vue's reactive objects cannot cross the border of worlds; a plain copy of the same content can.
 */
function plain(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(plain);
  if (typeof input !== 'object' || input === null || input instanceof Uint8Array) return input;
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, plain(value)]));
}
