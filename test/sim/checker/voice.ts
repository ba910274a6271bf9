import type { DeskEvidence, Evidence, VoiceFill } from './evidence.ts';
import type { LedgerTables, SaleRow } from './tables/ledger-tables.ts';
import { all } from './tables/rows.ts';

/** I2 of fills by telephone: each was asked for, and is there as often as it was asked for. */
export function unaskedByVoice({ byVoice }: Evidence, { sales }: LedgerTables): string[] {
  const open = new Map<string, number>();
  for (const fill of byVoice) open.set(textOf(fill), (open.get(textOf(fill)) ?? 0) + 1);
  return sales.flatMap((sale) => {
    if (sale.pump_number !== 0) return [];
    const text = textOf(fillOf(sale));
    const left = open.get(text) ?? 0;
    open.set(text, left - 1);
    return left > 0 ? [] : [`nobody asked by telephone for sale ${sale.sale_id}`];
  });
}

/** Whether a workstation has read out a fill and still may be told the code for it. */
export function waitsForCode(desk: DeskEvidence | undefined, sale: SaleRow): boolean {
  if (desk === undefined || sale.pump_number !== 0) return false;
  const { workstationId } = desk;
  const open = all<Omit<VoiceFill, 'workstationId'>>(
    desk.journal,
    `SELECT card_id AS cardId, product_id AS productId, volume_ml AS volumeMl
       FROM voice_challenge WHERE state = 'open'`,
  );
  return open.some((fill) => textOf({ workstationId, ...fill }) === textOf(fillOf(sale)));
}

function fillOf({ workstation_id, card_id, product_id, hold_volume_ml }: SaleRow): VoiceFill {
  return {
    workstationId: workstation_id,
    cardId: card_id,
    productId: product_id,
    volumeMl: hold_volume_ml,
  };
}

function textOf({ workstationId, cardId, productId, volumeMl }: VoiceFill): string {
  return `${workstationId} ${cardId} ${productId} ${volumeMl}`;
}
