import { open, readFile, rename, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type BrowserWindow, app, dialog } from 'electron';
import { type Result, ok, refuse } from '#protocol/result.ts';

/** The one place that opens file dialogs: a person chooses, the page never learns a path. */

const OPEN_MAX_BYTES = 100_000_000;

/** @returns the name it was written under, without its folder; null when the person gave up */
export async function saveFile(
  window: BrowserWindow,
  suggestedName: string,
  bytes: Uint8Array,
): Promise<Result<{ savedAs: string | null }>> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: safeName(suggestedName),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || !filePath) return ok({ savedAs: null });
  return writeWhole(filePath, bytes);
}

/** @param extensions without dot; empty for any file */
export async function openFile(
  window: BrowserWindow,
  extensions: readonly string[],
): Promise<Result<{ file: { name: string; bytes: Uint8Array<ArrayBuffer> } | null }>> {
  const filters = extensions.length > 0 ? [{ name: '', extensions: [...extensions] }] : [];
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters,
  });
  const [path] = filePaths;
  if (canceled || path === undefined) return ok({ file: null });
  try {
    const { size } = await stat(path);
    if (size > OPEN_MAX_BYTES) return refuse('FILE_TOO_LARGE', { maxBytes: OPEN_MAX_BYTES });
    const bytes = new Uint8Array(await readFile(path));
    return ok({ file: { name: basename(path), bytes } });
  } catch {
    return refuse('FILE_UNREADABLE');
  }
}

/** A name without a folder and without signs that a file system refuses. */
function safeName(suggested: string): string {
  const name = basename(suggested).replaceAll(/[\p{Cc}<>:"/\\|?*]/gu, '_');
  return `${app.getPath('documents')}/${name}`;
}

async function writeWhole(
  path: string,
  bytes: Uint8Array,
): Promise<Result<{ savedAs: string | null }>> {
  const fresh = `${path}.part`;
  try {
    const file = await open(fresh, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path);
    return ok({ savedAs: basename(path) });
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    return refuse(isFull ? 'DISK_FULL' : 'FILE_UNREADABLE');
  }
}
