import { setTimeout as delay } from 'node:timers/promises';
import type { Application } from '../application.ts';
import { selfTestSteps } from './steps.ts';

/** Longer than all steps together ever take; afterwards the exit code is that of a hang. */
const LONGEST_MS = 120_000;
const HUNG = 9;

/**
 * Runs every step and prints a line of JSON for each; keys and files of the test are gone
 * afterwards.
 * @returns 0, or the exit code of the first step that failed
 */
export async function runSelfTest(application: Application): Promise<number> {
  const late = new AbortController();
  const hung = delay(LONGEST_MS, HUNG, { signal: late.signal }).catch(() => HUNG);
  const exitCode = await Promise.race([runSteps(application), hung]);
  late.abort();
  await application.workstation.forget();
  return exitCode;
}

async function runSteps(application: Application): Promise<number> {
  const steps = selfTestSteps(application.workstation, () => application.pageIsThere());
  for (const { name, exitCode, run } of steps) {
    const result = await run().catch((error: unknown) => ({
      ok: false as const,
      code: error instanceof Error ? error.message : 'INTERNAL',
      params: {},
    }));
    const outcome = result.ok ? {} : { code: result.code, params: result.params };
    say({ selfTest: name, passed: result.ok, ...outcome });
    if (!result.ok) return exitCode;
  }
  return 0;
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
