/**
 * Switches with which somebody at the desk could look into the window, put code into it or take its
 * walls down. An installed product that is started with one ends at once.
 */
const DANGEROUS = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
  'js-flags',
  'load-extension',
  'disable-extensions-except',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'ignore-certificate-errors',
  'host-rules',
  'host-resolver-rules',
  'no-sandbox',
  'disable-gpu-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'single-process',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
] as const;

const names: ReadonlySet<string> = new Set(DANGEROUS);

/** @returns names of the refused switches on that command line, without their values */
export function dangerousSwitches(argv: readonly string[]): string[] {
  return argv
    .filter((word) => word.startsWith('-'))
    .map((word) => (word.replace(/^-+/u, '').split('=')[0] ?? '').toLowerCase())
    .filter((name) => names.has(name));
}
