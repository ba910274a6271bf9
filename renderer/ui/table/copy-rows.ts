/** Rows as a spreadsheet takes them from the clipboard: tabs between cells, a line per row. */
export function tabSeparated(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => cells.map(oneCell).join('\t')).join('\r\n');
}

/** A tab or a line break inside a cell would become a border of cells. */
function oneCell(text: string): string {
  return text.replaceAll(/[\t\r\n]+/g, ' ');
}

/**
 * Puts text on the clipboard within a person's own key stroke or click. By the copy event and not
 * by the clipboard API: the window has no permissions at all, and this one needs none.
 * @returns false when the browser refused
 */
export function copyText(text: string): boolean {
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', put, { capture: true, once: true });
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', put, { capture: true });
  return copied;
}
