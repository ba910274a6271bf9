import { app } from 'electron';
import {
  LETTER_SCHEME,
  type LetterLink,
  letterLinkOf,
  readLetterLink,
} from '#protocol/letter-link.ts';

/**
 * The one place that hears links of letters from the system: on the command line of the first
 * start and of every other one, and on macOS by a way of its own. To be called before Electron is
 * ready, or the link that started the application is lost there.
 * @param argv of this start
 * @param hear is told each link, known or not; the first one at once
 * @param again somebody started the application once more, with a link or without
 */
export function hearLetterLinks(
  argv: readonly string[],
  hear: (link: LetterLink) => void,
  again: () => void,
): void {
  const tell = (link: LetterLink | null): void => {
    if (link !== null) hear(link);
  };
  app.on('open-url', (event, url) => {
    event.preventDefault();
    hear(readLetterLink(url));
    again();
  });
  app.on('second-instance', (_event, words) => {
    tell(letterLinkOf(words));
    again();
  });
  tell(letterLinkOf(argv));
}

/**
 * Says to Windows and macOS, for this account, that such links are opened by this installation. On
 * Linux the desktop file of the package says so, and the person's own choice is not overruled.
 */
export function claimLetterScheme(platform: NodeJS.Platform): void {
  if (platform !== 'linux') app.setAsDefaultProtocolClient(LETTER_SCHEME);
}
