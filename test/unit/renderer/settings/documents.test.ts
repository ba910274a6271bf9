import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import DocumentsSection from '#features/settings/documents/DocumentsSection.vue';
import { paper, paperVersions } from '#test/support/screens/outside/outside-samples.ts';
import { ownConsents } from '#test/support/screens/settings/settings-samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

const answers = { 'consent:list': ownConsents };
const named = (wrapper: Awaited<ReturnType<typeof mounted>>['wrapper'], text: string) =>
  wrapper.findAll('button').find((one) => one.text().includes(text));

describe('[R-08] what was accepted', () => {
  it('says before a consent is taken back that the account stops with it', async () => {
    const { wrapper, asked } = await mounted(DocumentsSection, {}, answers);
    await named(wrapper, 'Отозвать')?.trigger('click');
    await flushPromises();
    expect(document.body.textContent).toContain('все сеансы завершатся');
    expect(asked.map(({ method }) => method)).not.toContain('consent:withdraw');
    await press('Enter', true);
    expect(asked.find(({ method }) => method === 'consent:withdraw')?.input).toMatchObject({
      kind: 'personal-data',
    });
  });

  it('says what stays after an erasure, and asks for it after a question alone', async () => {
    const { wrapper, asked } = await mounted(DocumentsSection, {}, answers);
    expect(wrapper.text()).toContain('закон о бухгалтерском учёте');
    await named(wrapper, 'Попросить об удалении')?.trigger('click');
    await flushPromises();
    expect(asked.map(({ method }) => method)).not.toContain('account:askErasure');
    await press('Enter', true);
    expect(asked.map(({ method }) => method)).toContain('account:askErasure');
  });

  it('shows since when an erasure is asked for, and does not offer it twice', async () => {
    const asking = { ...ownConsents, erasureAskedAtMs: Date.UTC(2026, 10, 21, 12) };
    const { wrapper } = await mounted(DocumentsSection, {}, { 'consent:list': asking });
    expect(wrapper.text()).toContain('21.11.2026, 17:00');
    expect(named(wrapper, 'Попросить об удалении')).toBeUndefined();
  });

  it('takes a request for erasure back after a question, and tells why one was declined', async () => {
    const asking = { ...ownConsents, erasureAskedAtMs: Date.UTC(2026, 10, 21, 12) };
    const { wrapper, asked } = await mounted(
      DocumentsSection,
      {},
      { 'consent:list': asking, 'account:takeBackErasure': { done: true } },
    );
    await named(wrapper, 'Отозвать запрос')?.trigger('click');
    await flushPromises();
    expect(asked.map(({ method }) => method)).not.toContain('account:takeBackErasure');
    await press('Enter', true);
    expect(asked.map(({ method }) => method)).toContain('account:takeBackErasure');
    const erasureDeclined = { atMs: Date.UTC(2026, 10, 22, 12), reason: 'Договор ещё открыт' };
    const declined = { ...ownConsents, erasureDeclined };
    const after = await mounted(DocumentsSection, {}, { 'consent:list': declined });
    expect(after.wrapper.text()).toContain('Договор ещё открыт');
    expect(named(after.wrapper, 'Попросить об удалении')).toBeDefined();
  });
});

it('[R-36] the very version that was accepted is read, in its language, and printed with when that was', async () => {
  const [accepted] = ownConsents.consents;
  const kk = { ...ownConsents, consents: [{ ...accepted, language: 'kk' }] };
  const terms = { 'terms:read': paper, 'terms:versions': paperVersions };
  const { wrapper, asked, told } = await mounted(
    DocumentsSection,
    {},
    { 'consent:list': kk, 'print:view': { printed: true }, ...terms },
  );
  await named(wrapper, 'Прочитать')?.trigger('click');
  await flushPromises();
  expect(asked.find(({ method }) => method === 'terms:read')?.input).toMatchObject({
    version: accepted?.version,
    language: 'kk',
  });
  expect(document.body.textContent).toContain('Принято: версия 1');
  const buttons = [...document.querySelectorAll<HTMLElement>('[role="dialog"] button')];
  buttons.find(({ textContent }) => textContent.includes('PDF'))?.click();
  await flushPromises();
  expect(asked.find(({ method }) => method === 'print:view')?.input).toMatchObject({ to: 'pdf' });
  expect(told().map(({ title }) => title)).toContain('Документ сохранён в PDF');
});
