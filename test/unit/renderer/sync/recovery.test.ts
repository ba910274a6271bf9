import { describe, expect, it } from 'vitest';
import RecoveryPanel from '#features/sync/RecoveryPanel.vue';
import { nowMs, recovering, syncRecovering } from '#test/support/screens/samples.ts';
import { mounted, press, type Mounted } from '../bridge/mounted.ts';

/** The panel before an engine that answers with this recovery and takes every command. */
function open(
  recovery: typeof recovering | null,
  endedAtMs: number | null = null,
): Promise<Mounted> {
  const answers = {
    'recovery:get': { recovery: recovery && { ...recovery, endedAtMs }, asOfMs: nowMs },
    'exposure:leases': { rows: [], asOfMs: nowMs },
  };
  return mounted(RecoveryPanel, { sync: syncRecovering, nowMs }, answers);
}

describe('the recovery of a restored network', () => {
  it('says that nothing is recovered when nothing is', async () => {
    const { wrapper } = await open(null);
    expect(wrapper.text()).toContain('Сеть не восстанавливается');
  });

  it('counts who has come back and tells what the office enters again', async () => {
    const { wrapper } = await open(recovering);
    expect(wrapper.text()).toContain('Отчитались 3 из 4');
    expect(wrapper.text()).toContain('платежи клиентов');
    expect(wrapper.text()).not.toContain('Завершить');
  });

  it('declares nothing lost before a workstation is chosen, and finishes nothing that runs', async () => {
    const { asked } = await open(recovering);
    await press('F9');
    await press('F7');
    expect(document.querySelector('[role="dialog"]')).toBeNull();
    expect(asked.map(({ method }) => method)).toEqual(['recovery:get']);
  });

  it('is finished by a person who was asked, once nobody is awaited', async () => {
    const { wrapper, asked } = await open(recovering, nowMs);
    expect(wrapper.text()).toContain('Ждать больше некого');
    await press('F7');
    expect(asked.map(({ method }) => method)).toEqual(['recovery:get']);
    await press('Enter', true);
    expect(asked.map(({ method }) => method)).toEqual([
      'recovery:get',
      'recovery:finish',
      'recovery:get',
    ]);
  });
});
