import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { auditEvents } from '#domain/audit/audit-event.ts';
import { auditQuestion, everything } from '#features/people/audit/audit-question.ts';
import AuditDialog from '#features/people/audit/AuditDialog.vue';
import AuditFilters from '#features/people/audit/AuditFilters.vue';
import ChainCheck from '#features/people/audit/ChainCheck.vue';
import { useAuditWords } from '#features/people/audit/use-audit-words.ts';
import { auditTrail } from '#test/support/screens/people-samples.ts';
import { mounted } from '../bridge/mounted.ts';

const none = { rows: [], nextCursor: null, asOfMs: 1 };

/** What the list says of each entry. */
const Changes = defineComponent(() => {
  const { changeOf } = useAuditWords();
  return () => auditTrail.rows.map((entry) => h('p', changeOf(entry)));
});

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

  it('offers everything that it tells of, in words', async () => {
    const answers = { 'user:list': none, 'workstation:list': none };
    const { wrapper } = await mounted(AuditFilters, { choice: everything }, answers);
    await wrapper.findAll('[role="combobox"]')[2]?.trigger('click');
    await flushPromises();
    const offered = [...document.querySelectorAll('[role="option"]')];
    expect(offered).toHaveLength(auditEvents.length);
    expect(offered.map(({ textContent }) => textContent)).toContain('Блокировка картыcard.block');
  });

  it('tells in the list what changed in the words of its dialog', async () => {
    const { wrapper } = await mounted(Changes, {}, {});
    const lines = wrapper.findAll('p').map((line) => line.text().replaceAll(/\s/gu, ' '));
    expect(lines).toEqual([
      'Роль: оператор → бухгалтер',
      'Карта: card-17; Основание: кража',
      '',
      'Отказов за 15 минут: 1 000',
      'Цена за литр: 58,90 → 60,15',
      'Реестр: карты; Строк в файле: 1 250; Добавлено: 1 200; Изменено: 48; Без изменений: 2',
    ]);
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
