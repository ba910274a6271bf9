import type { BrowserWindow } from 'electron';
import { type Result, ok, refuse } from '#protocol/result.ts';
import { saveFile } from './files.ts';

/** The one place that prints: what the page shows in its print view, nothing else. */

/** What Chromium says when the person closes the dialog of the printer. */
const GIVEN_UP = /cancel/iu;

/**
 * @returns whether it was printed; false when the person gave up. `PRINT_FAILED` where it could not
 *   be: there is no printer, or the system does not see it
 */
export async function printView(
  window: BrowserWindow,
  to: 'printer' | 'pdf',
  suggestedName: string,
): Promise<Result<{ printed: boolean }>> {
  if (to === 'pdf') {
    const bytes = await printToPdf(window);
    const saved = await saveFile(window, `${suggestedName}.pdf`, bytes);
    return saved.ok ? ok({ printed: saved.value.savedAs !== null }) : saved;
  }
  return new Promise((resolve) => {
    window.webContents.print({ silent: false, printBackground: false }, (printed, reason) => {
      resolve(printed || GIVEN_UP.test(reason) ? ok({ printed }) : refuse('PRINT_FAILED'));
    });
  });
}

function printToPdf(window: BrowserWindow): Promise<Uint8Array> {
  return window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: false });
}
