const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * The text of a notice as the system is given it. Desktops of Linux read it as markup, with links
 * and pictures, and Electron hands it over as it is: a name that somebody typed stays words.
 */
export function noticeBody(platform: NodeJS.Platform, text: string): string {
  if (platform !== 'linux') return text;
  return text.replaceAll(/[&<>]/gu, (character) => MARKUP[character] ?? character);
}
