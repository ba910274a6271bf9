// Photographs screens and judges them: no violation of the content policy, no error in the
// console, no serious accessibility finding, no table that scrolls sideways. Exit code 1 on a
// finding.
//   node test/support/screens/look.ts DIR [scenario …] [--all]
// --all: both themes, 100 and 150 %, three languages.
import { parseArgs } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type Page, chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { acts } from './acts.ts';
import { scenarios } from './scenarios.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
});
const [folder = 'out/screen-pictures', ...wanted] = positionals;
const configFile = new URL('vite.config.ts', import.meta.url).pathname;
const findings: string[] = [];

interface View {
  readonly theme: 'light' | 'dark';
  readonly zoom: number;
  readonly language: 'ru' | 'en' | 'kk';
}

const plain: readonly View[] = [{ theme: 'light', zoom: 1, language: 'ru' }];
const every: readonly View[] = [
  ...plain,
  { theme: 'dark', zoom: 1, language: 'kk' },
  { theme: 'light', zoom: 1.5, language: 'ru' },
  { theme: 'dark', zoom: 1.5, language: 'en' },
];

/** Shots: every scenario as it opens, and every act that is played on one. */
const shots = [
  ...Object.keys(scenarios).map((scenario) => ({ name: scenario, scenario, play: undefined })),
  ...acts,
].filter(({ name, scenario }) => wanted.length === 0 || [name, scenario].some(isWanted));

function isWanted(name: string): boolean {
  return wanted.includes(name);
}

async function judge(page: Page, name: string): Promise<void> {
  const axe = await new AxeBuilder({ page }).analyze();
  for (const { id, impact, nodes } of axe.violations) {
    if (impact !== 'serious' && impact !== 'critical') continue;
    const where = nodes.map(({ target }) => target.join(' ')).slice(0, 4);
    findings.push(`${name}: axe ${id} (${impact}): ${where.join(' | ')}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (wide) findings.push(`${name}: wider than the window`);
  const sideways = await page.evaluate(() =>
    [...document.querySelectorAll('.ui-table')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map((table) => table.ariaLabel),
  );
  for (const table of sideways) findings.push(`${name}: «${table}» scrolls sideways`);
}

async function shoot(browser: Browser, base: string, shot: (typeof shots)[number], view: View) {
  const { theme, zoom, language } = view;
  const name = `${shot.name}-${language}-${theme}-${zoom * 100}`;
  const context = await browser.newContext({
    viewport: { width: Math.round(1366 / zoom), height: Math.round(768 / zoom) },
    deviceScaleFactor: zoom,
    timezoneId: 'Asia/Almaty',
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      findings.push(`${name}: console: ${message.text()}`);
  });
  page.on('pageerror', (error) => findings.push(`${name}: ${error.message}`));
  await page.goto(`${base}?scenario=${shot.scenario}&theme=${theme}&language=${language}`);
  await page.locator('html[data-ready]').waitFor();
  await page.evaluate(() => document.fonts.ready);
  try {
    await shot.play?.(page);
  } catch (error) {
    findings.push(`${name}: ${String(error).split('\n')[0]}`);
  }
  await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' });
  await judge(page, name);
  await context.close();
}

await build({ configFile, logLevel: 'error' });
const server = await preview({ configFile, preview: { port: 0 } });
const browser = await chromium.launch({
  executablePath: values.chromium,
  args: ['--no-sandbox'],
});
const base = server.resolvedUrls?.local[0] ?? '';
for (const shot of shots) {
  for (const view of values.all ? every : plain) await shoot(browser, base, shot, view);
}
await browser.close();
await server.close();
console.log(findings.length === 0 ? 'no findings' : findings.join('\n'));
process.exitCode = findings.length === 0 ? 0 : 1;
