import { Notification } from 'electron';

/** The one place that shows something beside the window; a system without notices shows none. */
export function showNotice(
  { title, text }: { readonly title: string; readonly text: string },
  onClick: () => void,
): void {
  if (!Notification.isSupported()) return;
  const notice = new Notification({ title, body: text });
  notice.on('click', onClick);
  notice.show();
}
