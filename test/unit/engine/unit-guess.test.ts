import { describe, expect, it } from 'vitest';
import { unitGuess } from '#engine/import/register-guesses.ts';

describe('unit of a product that a register only describes', () => {
  it.each([
    'Nafta',
    'Motorová nafta',
    'Natural 95',
    'Super Plus unleaded,Racing',
    'EKO Diesel',
    'LPG',
    'BA-95 Natural',
    'АИ-95',
    'ДТ Евро',
    'Bionafta',
  ])('%s is sold by the litre', (text) => expect(unitGuess(text)).toBe('litre'));

  it.each([
    'Rucní zadání',
    'Mazadla/Tuky',
    'Membership-fee Consorcio',
    'UTA-Box (rent)',
    'Tisk reportu',
    'Blokace karty',
    'Pneumatiky',
    'Hygien.potr.',
    'Transport accompaniment',
    '',
  ])('%s is sold by the piece', (text) => expect(unitGuess(text)).toBe('piece'));
});
