import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { FeedbackRecord } from '#protocol/records/feedback.ts';
import FeedbackDialog from '#features/feedback/FeedbackDialog.vue';
import { useSession } from '#bridge/state/session-state.ts';
import { feedbackRows } from '#test/support/screens/outside/feedback-samples.ts';
import { sessionOf } from '#test/support/screens/samples.ts';
import { mounted } from '../bridge/mounted.ts';

async function open(feedback: FeedbackRecord, role: Parameters<typeof sessionOf>[0]) {
  const { asked, wrapper } = await mounted(
    FeedbackDialog,
    { feedback: null },
    { 'session:state': sessionOf(role) },
  );
  await useSession().load();
  await wrapper.setProps({ feedback });
  await flushPromises();
  const dialog = document.querySelector<HTMLElement>('[role="dialog"]');
  if (dialog === null) throw new Error('nothing is open');
  return { asked, dialog };
}

const [fresh, answered] = feedbackRows;
if (fresh === undefined || answered === undefined) throw new Error('no samples');

describe('[N-26] feedback as staff read it', () => {
  it('is answered by a note, which sends nothing by itself', async () => {
    const { asked, dialog } = await open(fresh, 'client-manager');
    const field = dialog.querySelector('textarea');
    if (field === null) throw new Error('nothing to note');
    field.value = ' Цену исправили ';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
    [...dialog.querySelectorAll('button')].at(-1)?.click();
    await flushPromises();
    expect(asked.at(-1)).toMatchObject({
      method: 'feedback:answer',
      input: { feedbackId: fresh.feedbackId, answer: 'Цену исправили' },
    });
  });

  it('is only read by whoever may not deal with it, and once answered by everybody', async () => {
    const supervisor = await open(fresh, 'shift-supervisor');
    expect(supervisor.dialog.querySelector('textarea')).toBeNull();
    const { dialog } = await open(answered, 'client-manager');
    expect(dialog.querySelector('textarea')).toBeNull();
    expect(dialog.textContent).toContain(answered.answer);
  });
});
