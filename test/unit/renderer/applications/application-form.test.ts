import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import ApplicationScreen from '#features/applications/ApplicationScreen.vue';
import { suppliers } from '#test/support/screens/outside/outside-samples.ts';
import { mounted, type Mounted, press } from '../bridge/mounted.ts';

const filed = { applicationId: '01939c2e-0000-7000-8000-000000000012', number: 12, note: null };
const VALUES = [
  'АО «Кирпичный завод»',
  'Д-1041/26',
  '7707083893',
  'Снегирёва Вера',
  '9160000009',
  '',
  'Доверенность',
  '45',
  '12',
  '01',
  '2026',
];

const open = (answer: object = filed, refusals = {}) =>
  mounted(ApplicationScreen, { programme: suppliers }, { 'application:file': answer }, refusals);

async function fill({ wrapper }: Mounted, values: readonly string[] = VALUES): Promise<void> {
  const fields = wrapper.findAll('input');
  for (const [index, value] of values.entries()) {
    const field = fields[index];
    if (value === '' || field === undefined) continue;
    await field.setValue(value);
    await field.trigger('change');
    await field.trigger('blur');
  }
  await flushPromises();
}

async function send({ wrapper }: Mounted): Promise<void> {
  await wrapper.get('form').trigger('submit');
  await flushPromises();
}

describe('an application before signing in', () => {
  it('[V-09] is sent whole, and its number and its readers stand on the screen', async () => {
    const shown = await open();
    await fill(shown);
    await send(shown);
    const { input } = shown.asked.find(({ method }) => method === 'application:file') ?? {};
    expect(input).toMatchObject({
      programmeId: suppliers.programmeId,
      language: 'ru',
      form: {
        clientName: 'АО «Кирпичный завод»',
        phone: '+79160000009',
        email: null,
        authority: {
          title: 'Доверенность',
          number: '45',
          fromOn: '2026-01-12',
          untilOn: null,
        },
      },
    });
    expect(shown.wrapper.text()).toContain('Заявка № 12 подана');
    expect(shown.wrapper.text()).toContain('получили куратор и руководитель');
  });

  it('[V-09] says so where it went to the head alone', async () => {
    const shown = await open({ ...filed, note: 'CURATOR_NOT_ASSIGNED' });
    await fill(shown);
    await send(shown);
    expect(shown.wrapper.text()).toContain('получил только руководитель');
  });

  it('[V-09] is not sent with a field that is missing, and the focus goes there', async () => {
    const shown = await open();
    await fill(shown, VALUES.slice(0, 2));
    await send(shown);
    expect(shown.asked).toEqual([]);
    expect(document.activeElement).toBe(shown.wrapper.findAll('input')[2]?.element);
  });

  it('[O-02] a tax id that is refused is shown at its field, and all else stays', async () => {
    const shown = await open(filed, { 'application:file': 'INN_INVALID' });
    await fill(shown);
    await send(shown);
    const [client, , taxId] = shown.wrapper.findAll('input');
    expect(taxId?.attributes('aria-invalid')).toBe('true');
    expect(client?.element.value).toBe('АО «Кирпичный завод»');
    await send(shown);
    expect(shown.wrapper.text()).toContain('Заявка № 12 подана');
  });

  it('[R-09] where the door asks for it, nothing goes without the tick', async () => {
    const programme = { ...suppliers, robotCheck: ['registration'] };
    const shown = await mounted(ApplicationScreen, { programme }, { 'application:file': filed });
    await fill(shown);
    await send(shown);
    expect(shown.asked).toEqual([]);
    await shown.wrapper.get('[role="checkbox"]').trigger('click');
    await send(shown);
    expect(shown.asked.map(({ method }) => method)).toContain('application:file');
  });

  it('is not thrown away with one Escape: where something is typed, it asks', async () => {
    const shown = await open();
    await press('Escape');
    expect(shown.wrapper.emitted('back')).toHaveLength(1);
    await fill(shown, VALUES.slice(0, 1));
    await press('Escape');
    expect(shown.wrapper.emitted('back')).toHaveLength(1);
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain(
      'Ничего не отправлено',
    );
    await press('Escape');
    expect(shown.wrapper.get('input').element.value).toBe(VALUES[0]);
    await press('Escape');
    await press('Enter', true);
    expect(shown.wrapper.emitted('back')).toHaveLength(2);
  });
});
