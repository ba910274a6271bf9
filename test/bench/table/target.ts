/** What a figure has to reach: the ratio of a row, or the product's figure itself. */
export type Target = { readonly of: 'ratio' | 'product' } & (
  { readonly atLeast: number } | { readonly atMost: number }
);
