/**
 * Replaced at build time; `false` and everything behind it is cut out of a product build. Unknown
 * where the sources are run as they are.
 */
declare const __TEST_CONTROLS__: boolean | undefined;
