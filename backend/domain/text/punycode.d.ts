/** What is used of a package that brings no types of its own. */
declare module 'punycode.js' {
  const punycode: {
    /** @throws RangeError for what is no Punycode */
    decode(encoded: string): string;
  };
  export default punycode;
}
