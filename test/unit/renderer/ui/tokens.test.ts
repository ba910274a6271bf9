import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('renderer/ui/tokens.css', 'utf8');
const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

function colour(name: string, theme: Theme): string {
  const match = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css);
  const found = theme === 'light' ? match?.[1] : match?.[2];
  if (found === undefined) throw new Error(`no colour ${name}`);
  return found;
}

/** WCAG 2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(front: string, back: string, theme: Theme): number {
  const [low = 0, high = 0] = [
    luminance(colour(front, theme)),
    luminance(colour(back, theme)),
  ].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = [
  'ground',
  'surface',
  'surface-sunken',
  'surface-raised',
  'surface-hover',
  'surface-selected',
];
const tones = ['ok', 'warn', 'danger', 'info', 'neutral'];

const texts = [
  ...surfaces.flatMap((back) => ['ink', 'ink-soft'].map((front) => [front, back] as const)),
  ...surfaces.slice(0, 4).map((back) => ['ink-faint', back] as const),
  ...surfaces.slice(0, 4).map((back) => ['accent-ink', back] as const),
  ...tones.map((tone) => [`${tone}-ink`, `${tone}-ground`] as const),
  ...tones.map((tone) => [`${tone}-ink`, 'surface'] as const),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ['bar-ink', 'bar'],
  ['bar-ink-soft', 'bar'],
  ['bar-mark', 'bar'],
] as const;

const edges = [
  ...surfaces.slice(0, 4).map((back) => ['outline', back] as const),
  ...surfaces.map((back) => ['focus', back] as const),
  ['focus', 'bar'],
  ['accent', 'surface'],
] as const;

describe.each(themes)('contrast in the %s theme', (theme) => {
  it.each(texts)('%s on %s can be read (4.5:1)', (front, back) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(edges)('%s on %s can be seen (3:1)', (front, back) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(3);
  });
});
