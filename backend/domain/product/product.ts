/**
 * Unit in which a product is sold (row O-01). A pump measures litres; the others are sold by other
 * means.
 */
export type ProductUnit = 'litre' | 'kilogram' | 'cubic-metre' | 'piece';

export interface Product {
  readonly productId: string;
  readonly name: string;
  readonly unit: ProductUnit;
  readonly groupId: string;
}
