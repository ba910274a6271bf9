import type { Locator, Page } from '@playwright/test';
import { expect } from './desk.ts';

/** More stops than any screen has between two things. */
const STOPS_MAX = 60;

/** Goes to something with Tab alone, as a person without a mouse does. */
export async function tabTo(window: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await window.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${target.toString()}`);
}

/** Goes there with Tab and presses Enter. */
export async function enterOn(window: Page, target: Locator): Promise<void> {
  await tabTo(window, target);
  await window.keyboard.press('Enter');
}

/** Goes to the tab that is chosen, and from there with an arrow to its neighbour. */
export async function openTab(window: Page, name: string): Promise<void> {
  await tabTo(window, window.getByRole('tab', { selected: true }));
  const wanted = window.getByRole('tab', { name });
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    if ((await wanted.getAttribute('aria-selected')) === 'true') return;
    await window.keyboard.press('ArrowRight');
  }
  throw new Error(`the arrows do not come to the tab ${name}`);
}
