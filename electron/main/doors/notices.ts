import { Notification } from 'electron';
import { noticeBody } from '../notice-body.ts';

/** So many stay clickable; a desktop that never says that one is gone must not fill the memory. */
const KEPT_MAX = 50;

/**
 * Those that are on the desktop. Electron holds none of them: one that nothing refers to is
 * collected, and a click on it is heard by nobody.
 */
const kept = new Set<Notification>();

/** The one place that shows something beside the window; a system without notices shows none. */
export function showNotice(
  { title, text }: { readonly title: string; readonly text: string },
  onClick: () => void,
): void {
  if (!Notification.isSupported()) return;
  const notice = new Notification({ title, body: noticeBody(process.platform, text) });
  const forget = (): void => void kept.delete(notice);
  notice.on('click', () => {
    forget();
    onClick();
  });
  notice.on('close', forget);
  notice.on('failed', forget);
  kept.add(notice);
  for (const oldest of kept) {
    if (kept.size <= KEPT_MAX) break;
    kept.delete(oldest);
  }
  notice.show();
}
