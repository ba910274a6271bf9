import type { BridgeEvent, BridgeMethod } from './bridge.ts';
import type { ShellEvent, ShellMethod } from './shell.ts';

/**
 * What preload puts into the page as `window.forecourt`. Types and names only: preload loads
 * nothing else of the protocol.
 */

/** The answer to one method, of the engine or of main. */
export type WindowReply =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly code: string;
      readonly params: Readonly<Record<string, string | number | boolean | null>>;
      readonly traceId: string;
    };

type Call = (input: unknown) => Promise<WindowReply>;
type StopListening = () => void;

/**
 * One function for each method of the two tables and one listener for each side: no general send.
 */
export interface ExposedBridge {
  readonly engine: Readonly<Record<BridgeMethod, Call>>;
  readonly shell: Readonly<Record<ShellMethod, Call>>;
  onEngine(event: BridgeEvent, listener: (body: unknown) => void): StopListening;
  onShell(event: ShellEvent, listener: (body: unknown) => void): StopListening;
}

/** Electron channels between main and preload; nobody else names one. */
export const channels = {
  /** Followed by the name of the method. */
  call: 'shell:call:',
  /** Followed by the name of the event. */
  event: 'shell:event:',
  /** Main → window with a MessagePort to the engine. */
  port: 'engine:port',
  /** The engine is gone; a new port follows when it is back. */
  portLost: 'engine:lost',
} as const;
