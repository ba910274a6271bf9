import type { ReadableDb } from '#sqlite/open.ts';

interface SaleRow {
  readonly saleId: string;
  readonly pricePerLitre: number;
  readonly vatRateBp: number;
  readonly amountMinor: number;
  readonly volumeMl: number;
  readonly vatMinor: number;
  readonly feeMinor: number;
  readonly lines: string | null;
}

interface Line {
  readonly kind: string;
  readonly volumeMl?: number;
  readonly listPriceMinorPerLitre?: number;
  readonly priceMinorPerLitre?: number;
  readonly discountMinor?: number;
  readonly charge?: {
    readonly by: string;
    readonly amountMinor?: number;
    readonly minorPerLitre?: number;
    readonly bp?: number;
  };
  readonly amountMinor: number;
  readonly vatRateBp: number;
  readonly vatMinor: number;
}

/**
 * Works every captured sale out anew from what its lines say: price × volume, discount, each fee,
 * VAT per line, and their sums; the first difference, or null.
 */
export function recountLines(db: ReadableDb): string | null {
  const sales = db
    .prepare<[], SaleRow>(
      `SELECT sale_id AS saleId, price_minor_per_litre AS pricePerLitre, vat_rate_bp AS vatRateBp,
        amount_minor AS amountMinor, volume_ml AS volumeMl, vat_minor AS vatMinor,
        fee_minor AS feeMinor, lines
      FROM sale WHERE state = 'captured'`,
    )
    .iterate();
  for (const sale of sales) {
    const difference = saleDifference(sale);
    if (difference !== null) return `sale ${sale.saleId} ${difference}`;
  }
  return null;
}

function saleDifference(sale: SaleRow): string | null {
  const { volumeMl, amountMinor, vatMinor, feeMinor } = sale;
  if (sale.lines === null) {
    const amount = perLitre(sale.pricePerLitre, volumeMl);
    return (
      told('is', amountMinor, amount) ?? told('has VAT', vatMinor, vatIn(amount, sale.vatRateBp))
    );
  }
  // The column's CHECK holds its outer form.
  const lines = JSON.parse(sale.lines) as readonly Line[];
  const sums = { amount: 0, vat: 0, fee: 0 };
  for (const [index, line] of lines.entries()) {
    const wrong = lineDifference(line, volumeMl, lines[0]?.amountMinor ?? 0);
    if (wrong !== null) return `line ${index + 1} ${wrong}`;
    sums.amount += line.amountMinor;
    sums.vat += line.vatMinor;
    if (line.kind === 'fee') sums.fee += line.amountMinor;
  }
  return (
    told('is', amountMinor, sums.amount) ??
    told('has VAT', vatMinor, sums.vat) ??
    told('has fees', feeMinor, sums.fee)
  );
}

function lineDifference(line: Line, volumeMl: number, fuelMinor: number): string | null {
  const amount = line.kind === 'fuel' ? fuelOf(line, volumeMl) : feeOf(line, volumeMl, fuelMinor);
  const listed = perLitre(line.listPriceMinorPerLitre ?? 0, volumeMl);
  const discount = line.kind === 'fuel' ? listed - amount : 0;
  return (
    told('is', line.amountMinor, amount) ??
    told('has VAT', line.vatMinor, vatIn(line.amountMinor, line.vatRateBp)) ??
    told('has a discount', line.discountMinor ?? 0, discount)
  );
}

function fuelOf(line: Line, volumeMl: number): number {
  return perLitre(line.priceMinorPerLitre ?? 0, volumeMl);
}

function feeOf({ charge }: Line, volumeMl: number, fuelMinor: number): number {
  if (charge?.by === 'fill') return charge.amountMinor ?? 0;
  if (charge?.by === 'litre') return perLitre(charge.minorPerLitre ?? 0, volumeMl);
  return halfUp(BigInt(fuelMinor) * BigInt(charge?.bp ?? 0), 10_000n);
}

function perLitre(price: number, volumeMl: number): number {
  return halfUp(BigInt(price) * BigInt(volumeMl), 1000n);
}

function vatIn(amountMinor: number, rateBp: number): number {
  return halfUp(BigInt(amountMinor) * BigInt(rateBp), 10_000n + BigInt(rateBp));
}

/** Schoolbook: quotient, and one more when the remainder is half or above. */
function halfUp(dividend: bigint, divisor: bigint): number {
  const more = (dividend % divisor) * 2n >= divisor ? 1n : 0n;
  return Number(dividend / divisor + more);
}

function told(what: string, found: number, expected: number): string | null {
  return found === expected ? null : `${what} ${found}, expected ${expected}`;
}
