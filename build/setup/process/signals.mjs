/** @typedef {(signal: NodeJS.Signals) => void} SignalHandler */

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
const NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };

/** The last one decides. @type {SignalHandler[]} */
const handlers = [];

/**
 * Hands Ctrl+C and its like to one place at a time: the innermost work that is going on.
 * @param {SignalHandler} handler
 * @returns {() => void} gives them back to the work around it
 */
export function onSignals(handler) {
  if (handlers.length === 0) for (const signal of SIGNALS) process.on(signal, dispatch);
  handlers.push(handler);
  return () => {
    handlers.splice(handlers.indexOf(handler), 1);
    if (handlers.length === 0)
      for (const signal of SIGNALS) process.removeListener(signal, dispatch);
  };
}

/**
 * Exit code of a process that a signal ended, as shells give it.
 * @param {NodeJS.Signals} signal
 */
export function signalExitCode(signal) {
  return 128 + (NUMBERS[/** @type {keyof typeof NUMBERS} */ (signal)] ?? 0);
}

/** @param {NodeJS.Signals} signal */
function dispatch(signal) {
  handlers.at(-1)?.(signal);
}
