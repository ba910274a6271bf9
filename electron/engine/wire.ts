/**
 * One end of a channel to another process or a window, whatever makes it: Electron, worker threads,
 * a test.
 */
export interface WirePort {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** A MessagePort as Electron's utility process has it. */
interface TransferredPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/**
 * Messages that came before a listener was set are given to it: the port starts with the first one.
 */
export function wireOf(port: TransferredPort): WirePort {
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}
