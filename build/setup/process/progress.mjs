/** A thing that cannot be had, told to the person in plain words. Not a bug: no stack is shown. */
export class SetupProblem extends Error {}

const HEARTBEAT_MS = 15_000;

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs the steps one after another, each with a line at its start and end and a sign of life
 * between.
 * @param {ReadonlyArray<{ title: string, run: () => Promise<string> }>} steps `run` answers with
 *   what was done in a few words and throws SetupProblem for what cannot be had
 */
export async function runSteps(steps) {
  const startedMs = performance.now();
  for (const [index, step] of steps.entries()) {
    await runStep(`[${index + 1}/${steps.length}] ${step.title}`, step.run);
  }
  return performance.now() - startedMs;
}

/**
 * @param {string} label
 * @param {() => Promise<string>} run
 */
async function runStep(label, run) {
  const startedMs = performance.now();
  say(`${label} …`);
  const heartbeat = setInterval(() => {
    say(`${label} … still working, ${seconds(performance.now() - startedMs)}`);
  }, HEARTBEAT_MS);
  try {
    say(`${label}: ${await run()} (${seconds(performance.now() - startedMs)})`);
  } finally {
    clearInterval(heartbeat);
  }
}
