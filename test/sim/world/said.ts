import type { Seen } from '../checker/evidence.ts';
import type { SimDesk } from './desk.ts';

/** A line of a journal, as far as it says what people saw. */
export interface Said {
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Of what people saw at a workstation, only what these lines say can still be asked for. */
export function stillSaid(
  seen: readonly Seen[],
  desk: SimDesk,
  lines: readonly Said[],
): readonly Seen[] {
  const said = new Set(lines.map(textOf));
  return seen.filter((one) => {
    const text = 'deskId' in one && one.deskId === desk.name ? wanted(one) : null;
    return text === null || said.has(text);
  });
}

function textOf({ kind, body }: Said): string {
  const id = body['refundId'] ?? body['redemptionId'] ?? body['saleId'] ?? body['cardId'];
  const volume = kind.startsWith('sale.') ? (body['volumeMl'] ?? body['holdVolumeMl']) : undefined;
  return `${kind} ${String(id)}${volume === undefined ? '' : ` ${String(volume)}`}`;
}

/** The line that says it; null for what the backend alone knows. */
function wanted(seen: Extract<Seen, { deskId: string }>): string | null {
  switch (seen.kind) {
    case 'held':
    case 'captured':
      return `sale.${seen.kind} ${seen.saleId} ${seen.volumeMl}`;
    case 'reversed':
      return `sale.reversed ${seen.saleId}`;
    case 'refunded':
      return seen.booked ? null : `sale.refunded ${seen.refundId} ${seen.volumeMl}`;
    case 'blocked':
      return `card.blocked ${seen.cardId}`;
    case 'redeemed':
      return `redemption.held ${seen.redemptionId}`;
    case 'used up':
      return `redemption.captured ${seen.redemptionId}`;
    case 'given back':
      return `redemption.reversed ${seen.redemptionId}`;
  }
}
