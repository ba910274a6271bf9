import type { BrowserWindow } from 'electron';
import { type Result, ok } from '#protocol/result.ts';
import { saveFile } from './files.ts';

/** The one place that prints: what the page shows in its print view, nothing else. */

/** @returns whether it was printed; false when the person gave up */
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
  const printed = await new Promise<boolean>((resolve) => {
    window.webContents.print({ silent: false, printBackground: false }, resolve);
  });
  return ok({ printed });
}

function printToPdf(window: BrowserWindow): Promise<Uint8Array> {
  return window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: false });
}
