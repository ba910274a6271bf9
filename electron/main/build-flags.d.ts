/** Replaced at build time; `false` and everything behind it is cut out of a product build. */
declare const __TEST_CONTROLS__: boolean;
/** Version of Electron that the product is released with. */
declare const __ELECTRON_VERSION__: string;
