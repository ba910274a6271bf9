import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { auditEvents, auditQuestion, everything } from '#features/people/audit/audit-question.ts';
import AuditDialog from '#features/people/audit/AuditDialog.vue';
import ChainCheck from '#features/people/audit/ChainCheck.vue';
import { auditTrail } from '#test/support/screens/people-samples.ts';
import { mounted } from '../bridge/mounted.ts';

describe('the security log', () => {
  it('is asked for what was chosen, whole local days included', () => {
    expect(auditQuestion(everything, 'Asia/Almaty')).toEqual({});
    const chosen = { ...everything, userId: 'u', event: 'user.put', subjectId: ' card-1 ' };
    const days = { fromDate: '2026-11-20', toDate: '2026-11-21' };
    expect(auditQuestion({ ...chosen, ...days }, 'Asia/Almaty')).toEqual({
      userId: 'u',
      event: 'user.put',
      subjectId: 'card-1',
      fromMs: Date.parse('2026-11-20T00:00:00+05:00'),
      untilMs: Date.parse('2026-11-22T00:00:00+05:00'),
    });
  });

  it('offers every changing command, and none that only reads', () => {
    expect(auditEvents).toContain('user.put');
    expect(auditEvents).toContain('client.get');
    expect(auditEvents).not.toContain('user.list');
  });

  it('[G8] shows an entry as it was and as it is, each field with its word', async () => {
    const { wrapper } = await mounted(AuditDialog, { shown: null }, {});
    await wrapper.setProps({ shown: auditTrail.rows[0] });
    await flushPromises();
    const lines = [...document.querySelectorAll('[role="dialog"] tbody tr')];
    expect(lines.map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/Роль.*изменено/u),
    ]);
  });

  it('[G8] says whether its chain is whole, or which entry is not', async () => {
    const fault = { seq: 7, kind: 'changed' };
    const answer = { entryCount: 6, headHash: '1'.repeat(64), fault, asOfMs: 1 };
    const { wrapper } = await mounted(ChainCheck, {}, { 'audit:verify': answer });
    await wrapper.find('button').trigger('click');
    await flushPromises();
    expect(wrapper.text()).toContain('запись № 7 изменена');
  });
});
