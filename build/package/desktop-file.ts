import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LETTER_SCHEME } from './config.ts';
import type { Check } from './inspect.ts';

const FILE = `${LETTER_SCHEME}.desktop`;
/** The command that IT makes known, and the only way in which a link is handed to it. */
const EXEC = 'Exec=forecourt %u';
const MIME_TYPE = `MimeType=x-scheme-handler/${LETTER_SCHEME};`;

/** What a Linux desktop reads of the product: its name, how it starts, which links are its own. */
export function desktopFile(productName: string): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${productName}`,
    'Comment=Fuel card workstation',
    'Comment[ru]=Рабочее место топливной сети',
    'Comment[kk]=Жанармай желісінің жұмыс орны',
    EXEC,
    'Terminal=false',
    'Categories=Office;',
    MIME_TYPE,
    '',
  ].join('\n');
}

/** Beside the executable: a folder has no installer, so IT puts it where the desktop looks. */
export function writeDesktopFile(unpacked: string, productName: string): void {
  writeFileSync(join(unpacked, FILE), desktopFile(productName));
}

/** The finished folder says that links of letters are opened by it, one at a time. */
export function checkDesktopFile(unpacked: string): Check {
  const lines = readFileSync(join(unpacked, FILE), 'utf8').split('\n');
  const missing = [EXEC, MIME_TYPE].find((line) => !lines.includes(line));
  const found = missing === undefined ? MIME_TYPE : `without ${missing}`;
  return { name: 'links of letters', passed: missing === undefined, found };
}
