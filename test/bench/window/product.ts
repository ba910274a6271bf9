import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { demonstrationPassword, demonstrationUsers } from '#protocol/demonstration.ts';
import type { Bench } from '../part.ts';
import { fillAndSend, press, whenUsable } from './in-page.ts';
import { RunningWindow } from './running-window.ts';

/** The product as `npm start` opens it, on a profile of the bench. */

const TOP = join(import.meta.dirname, '..', '..', '..');
const DEMONSTRATION = '.setup-choice';
const SIGN_IN_FORM = '.sign-in__form';
const SIGN_IN = `${SIGN_IN_FORM} [type=submit]`;
const CARD_FIELD = '.draft [data-step=card] input';

export function startProduct({ folder, signal }: Bench): Promise<RunningWindow> {
  const env = { FORECOURT_PROFILE: profileOf(folder) };
  return RunningWindow.start({ application: TOP, env, signal });
}

/** @returns epoch ms at which the sign-in screen could be used */
export function signInScreen({ devTools }: RunningWindow): Promise<number> {
  return devTools.run(whenUsable, SIGN_IN);
}

/**
 * Signs in as the operator.
 * @returns epoch ms at which a card could be typed
 */
export async function saleScreen({ devTools }: RunningWindow): Promise<number> {
  const login = demonstrationUsers.find(({ role }) => role === 'operator')?.login ?? '';
  await devTools.run(fillAndSend, {
    form: SIGN_IN_FORM,
    values: {
      'input[autocomplete=username]': login,
      'input[type=password]': demonstrationPassword,
    },
  });
  return devTools.run(whenUsable, CARD_FIELD);
}

/**
 * Makes the demonstration network and enrols the workstation, once for all parts; somebody signs
 * in, so that the first synchronization has been, too.
 */
export async function prepareProfile(bench: Bench): Promise<void> {
  if (existsSync(profileOf(bench.folder))) return;
  bench.say('preparing a demonstration profile');
  const window = await startProduct(bench);
  try {
    await window.devTools.run(whenUsable, DEMONSTRATION);
    await window.devTools.run(press, DEMONSTRATION);
    await signInScreen(window);
    await saleScreen(window);
  } finally {
    await window.end();
  }
}

function profileOf(folder: string): string {
  return join(folder, 'profile');
}
