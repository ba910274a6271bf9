import type { Page } from '@playwright/test';
import { seriousFindings } from './support/axe.ts';
import { type Desk, expect, test } from './support/desk.ts';
import { signIn, startDemonstration } from './support/steps.ts';

/**
 * Every screen of every role in the real window: nothing serious for axe, nothing against the
 * policy.
 */

async function visitAll({ window }: Desk, look: (name: string) => Promise<void>): Promise<void> {
  const links = window.getByRole('navigation', { name: 'Разделы' }).getByRole('link');
  for (const link of await links.all()) {
    const name = await link.innerText();
    await link.click();
    await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
    await look(name);
  }
}

for (const login of ['operator', 'manager', 'accountant', 'admin']) {
  test(`every screen of ${login} is without a serious axe finding, light and dark`, async ({
    launch,
  }) => {
    test.setTimeout(120_000);
    const desk = await launch();
    await startDemonstration(desk);
    expect(await seriousFindings(desk.window)).toEqual([]);
    await signIn(desk, login);
    for (const theme of ['light', 'dark'] as const) {
      await desk.window.emulateMedia({ colorScheme: theme });
      await visitAll(desk, async (name) => {
        expect(await seriousFindings(desk.window), `${name}, ${theme}`).toEqual([]);
      });
    }
    expect(desk.complaints).toEqual([]);
  });
}

/** Names of the tables that are wider than their place. */
function sidewaysTables(window: Page): Promise<readonly (string | null)[]> {
  return window.evaluate(() =>
    [...document.querySelectorAll('.ui-table')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map((table) => table.ariaLabel),
  );
}

for (const login of ['operator', 'manager', 'accountant', 'admin']) {
  test(`no table of ${login} scrolls sideways at 150 % of 1366 × 768`, async ({ launch }) => {
    test.setTimeout(120_000);
    const desk = await launch();
    await startDemonstration(desk);
    await signIn(desk, login);
    await desk.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(1366, 768);
    });
    await desk.window.getByRole('link', { name: 'Настройки' }).click();
    await desk.window.getByRole('tab', { name: 'Рабочее место' }).click();
    await desk.window.getByRole('radio', { name: /^150/u }).click();
    await expect.poll(() => desk.window.evaluate(() => innerWidth)).toBeLessThan(1000);
    await visitAll(desk, async (name) => {
      for (const tab of [null, ...(await desk.window.getByRole('tab').all())]) {
        await tab?.click();
        await expect.poll(() => sidewaysTables(desk.window), name).toEqual([]);
      }
    });
  });
}
