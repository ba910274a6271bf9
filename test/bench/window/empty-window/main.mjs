// The least that Electron can be: one window of the product's size and rights, with one sentence.
// Plain JavaScript, as the runtime loads it without a build.
import { join } from 'node:path';
import { BrowserWindow, app } from 'electron';

app.setPath('userData', join(import.meta.dirname, 'profile'));

function open() {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, spellcheck: false },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadFile(join(import.meta.dirname, 'index.html'));
}

// Not awaited here: the runtime becomes ready only when this file has come to its end.
void app.whenReady().then(open);
