import { shell } from 'electron';
import { type Result, ok, refuse } from '#protocol/result.ts';

/**
 * The one place that leads out of the application: an https address that a person pressed, in the
 * browser of the system and never in a window of ours (row N-27).
 * @returns FIELD_INVALID {field} for any other address, LINK_NOT_OPENED where there is no browser
 */
export async function openInBrowser(url: string): Promise<Result<{ done: true }>> {
  if (!url.startsWith('https://')) return refuse('FIELD_INVALID', { field: 'url' });
  try {
    await shell.openExternal(url);
    return ok({ done: true });
  } catch {
    return refuse('LINK_NOT_OPENED');
  }
}
