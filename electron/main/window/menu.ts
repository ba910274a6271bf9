import { Menu } from 'electron';
import type { Language } from '#protocol/shell.ts';
import { menuTexts } from './menu-texts.ts';

/** The system's menu; reload, developer tools and zoom by the system are left out on purpose. */
export function setMenu(language: Language, onAbout: () => void): void {
  const text = menuTexts[language];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: text.file, submenu: [{ label: text.quit, role: 'quit' }] },
      {
        label: text.edit,
        submenu: [
          { label: text.undo, role: 'undo' },
          { label: text.redo, role: 'redo' },
          { type: 'separator' },
          { label: text.cut, role: 'cut' },
          { label: text.copy, role: 'copy' },
          { label: text.paste, role: 'paste' },
          { label: text.selectAll, role: 'selectAll' },
        ],
      },
      {
        label: text.view,
        submenu: [
          { label: text.fullScreen, role: 'togglefullscreen' },
          { label: text.minimize, role: 'minimize' },
        ],
      },
      { label: text.help, submenu: [{ label: text.about, click: onAbout }] },
    ]),
  );
}
