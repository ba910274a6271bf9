import { expect, test } from './support/desk.ts';

test('the page has no Node, no Electron, and only the named functions', async ({ launch }) => {
  const { window } = await launch();
  const seen = await window.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'electron'].filter(
      (name) => name in globalThis,
    ),
    exposed: Object.keys(Object(globalThis).forecourt).sort(),
    frozen: (() => {
      try {
        Object(globalThis).forecourt.shell['app:quit'] = () => 'replaced';
      } catch {
        return true;
      }
      return Object(globalThis).forecourt.shell['app:quit']({ evenUnsent: 'x' }) !== 'replaced';
    })(),
    address: document.location.origin,
  }));
  expect(seen).toEqual({
    globals: [],
    exposed: ['engine', 'onEngine', 'onShell', 'shell'],
    frozen: true,
    address: 'app://ui',
  });
});

test('no way out of the page: links, windows, frames, scripts, requests', async ({ launch }) => {
  const desk = await launch();
  await expect(desk.window.getByText('С чего начать')).toBeVisible();
  const tried = await desk.window.evaluate(async () => {
    const outcome: Record<string, unknown> = {};
    outcome['window.open'] = window.open('https://example.com') === null;
    outcome['eval'] = await new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', () => resolve('refused'), {
        once: true,
      });
      const script = document.createElement('script');
      try {
        script.textContent = 'globalThis.injected = true';
      } catch {
        resolve('refused');
      }
      document.body.append(script);
    });
    outcome['injected'] = 'injected' in globalThis;
    outcome['fetch'] = await fetch('https://example.com').catch(() => 'refused');
    outcome['file'] = await fetch('file:///etc/hostname').catch(() => 'refused');
    outcome['outside'] = (await fetch('app://ui/..%2f..%2fpackage.json')).status;
    outcome['camera'] = await navigator.mediaDevices
      .getUserMedia({ video: true })
      .catch(() => 'refused');
    outcome['notification'] = await Notification.requestPermission();
    const link = document.createElement('a');
    link.href = 'https://example.com';
    document.body.append(link);
    link.click();
    return outcome;
  });
  expect(tried).toEqual({
    'window.open': true,
    eval: 'refused',
    injected: false,
    fetch: 'refused',
    file: 'refused',
    outside: 404,
    camera: 'refused',
    notification: 'denied',
  });
  expect(desk.window.url()).toMatch(/^app:\/\/ui\//u);
  expect(desk.app.windows()).toHaveLength(1);
});

test('a message of a wrong shape is refused by name and changes nothing', async ({ launch }) => {
  const { window } = await launch();
  const answers = await window.evaluate(async () => {
    const { shell } = Object(globalThis).forecourt;
    return [
      await shell['settings:set']({ language: 'xx' }),
      await shell['settings:set']({ __proto__: { zoomPercent: 125 }, unknown: 1 }),
      await shell['setup:join']({ address: 'javascript:1', code: 'x', workstationName: 'x' }),
      await shell['shell:state']('text'),
      await shell['settings:get']({}),
    ];
  });
  expect(answers.map((answer) => answer.code ?? answer.value.language)).toEqual([
    'FIELD_INVALID',
    'FIELD_INVALID',
    'FIELD_INVALID',
    'FIELD_INVALID',
    'ru',
  ]);
});

test('the window is built with the rights of the hardening table', async ({ launch }) => {
  const desk = await launch();
  const rights = await desk.app.evaluate(({ BrowserWindow }) => {
    const contents: unknown = BrowserWindow.getAllWindows()[0]?.webContents;
    return Object(contents).getLastWebPreferences();
  });
  expect(rights).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
});
