// Photographs the gallery and judges it: no violation of the content policy, no serious
// accessibility finding. `node test/gallery/look.ts DIR [CHROMIUM]` writes the pictures to DIR;
// exit code 1 on a finding.
import { AxeBuilder } from '@axe-core/playwright';
import { type Page, chromium } from '@playwright/test';
import { build, preview } from 'vite';

const [folder = 'out/gallery-pictures', executablePath = '/usr/bin/chromium'] =
  process.argv.slice(2);
const configFile = new URL('vite.config.ts', import.meta.url).pathname;
const findings: string[] = [];

interface Shot {
  readonly name: string;
  readonly query: string;
  readonly zoom: number;
  readonly act?: (page: Page) => Promise<void>;
}

const themes = ['light', 'dark'];
const pages = ['desk', 'controls', 'states'];
const zooms = [1, 1.5];

const plain: Shot[] = themes.flatMap((theme) =>
  pages.flatMap((page) =>
    zooms.map((zoom) => ({
      name: `${page}-${theme}-${zoom * 100}`,
      query: `page=${page}&theme=${theme}`,
      zoom,
    })),
  ),
);

const acted: Shot[] = themes.flatMap((theme) => [
  {
    name: `confirm-${theme}`,
    query: `page=states&theme=${theme}`,
    zoom: 1,
    act: async (page) => {
      await page.keyboard.press('F9');
      await page.keyboard.press('F10');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: `keys-${theme}`,
    query: `page=states&theme=${theme}&locale=kk`,
    zoom: 1,
    act: async (page) => {
      await page.keyboard.press('F1');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: `select-${theme}`,
    query: `page=controls&theme=${theme}`,
    zoom: 1,
    act: async (page) => {
      await page.getByRole('combobox').first().focus();
      await page.keyboard.press('Enter');
      await page.getByRole('listbox').waitFor();
    },
  },
  {
    name: `combobox-${theme}`,
    query: `page=controls&theme=${theme}`,
    zoom: 1,
    act: async (page) => {
      await page.getByRole('combobox').nth(1).fill('ск');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: `grid-${theme}`,
    query: `page=desk&theme=${theme}`,
    zoom: 1,
    act: async (page) => {
      await page.getByRole('grid').focus();
      for (const key of ['PageDown', 'PageDown', 'ArrowDown']) await page.keyboard.press(key);
    },
  },
]);

await build({ configFile, logLevel: 'error' });
const server = await preview({ configFile, preview: { port: 0 } });
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox'],
  ignoreDefaultArgs: ['--hide-scrollbars'],
});
const base = server.resolvedUrls?.local[0] ?? '';

for (const { name, query, zoom, act } of [...plain, ...acted]) {
  const context = await browser.newContext({
    viewport: { width: Math.round(1366 / zoom), height: Math.round(768 / zoom) },
    deviceScaleFactor: zoom,
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      findings.push(`${name}: console: ${message.text()}`);
  });
  page.on('pageerror', (error) => findings.push(`${name}: ${error.message}`));
  await page.goto(`${base}?${query}`);
  await page.getByRole('banner').waitFor();
  await page.evaluate(() => document.fonts.ready);
  await act?.(page);
  await page.screenshot({ path: `${folder}/${name}.png` });
  const axe = await new AxeBuilder({ page }).analyze();
  for (const { id, impact, nodes } of axe.violations) {
    if (impact !== 'serious' && impact !== 'critical') continue;
    const where = nodes.map(({ target }) => target.join(' ')).slice(0, 4);
    findings.push(`${name}: axe ${id} (${impact}): ${where.join(' | ')}`);
  }
  await context.close();
}

await browser.close();
await server.close();
console.log(findings.length === 0 ? 'no findings' : findings.join('\n'));
process.exitCode = findings.length === 0 ? 0 : 1;
