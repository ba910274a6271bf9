/** Where programmes are data, and what of the repository must not know any of them by name. */

/** The shipped programmes: their ids and names are the words that code must not say. */
export const PROFILES = 'backend/programmes/profiles.json';

/** Code and what it says on screen. Tests name programmes; texts about the product may. */
export const JUDGED = /^(backend|electron|renderer|build)\/.+\.(ts|mjs|vue|json|html|css)$/u;
export const DATA = /^backend\/programmes\/[^/]+\.json$/u;

/** A field of the profile is asked, never which programme it is. */
export const TOLD_APART =
  /\bprogrammeId\s*[!=]==?\s*['"`]|['"`]\s*[!=]==?\s*[\w.]*\bprogrammeId\b/u;

/** Shorter parts of a name (the kind of firm it is) stand in other words too. */
export const NAME_LENGTH_MIN = 5;
