// The tones of state. Each has its own sign, so that nothing is told by colour alone.
import type { IconName } from '../icon/icons.ts';
import './tone.css';

export type Tone = 'ok' | 'warn' | 'danger' | 'info' | 'neutral';

export const toneIcon: Readonly<Record<Tone, IconName>> = {
  ok: 'ok',
  warn: 'warn',
  danger: 'danger',
  info: 'info',
  neutral: 'neutral',
};
