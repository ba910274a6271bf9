import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import AssignmentPanel from '#features/programmes/AssignmentPanel.vue';
import { users } from '#test/support/screens/samples.ts';
import { mounted } from '../bridge/mounted.ts';

const profileOf = (birth: string) =>
  programmeProfile.parse(shippedProgrammes().find(({ account }) => account.birth === birth));
const profile = profileOf('by-application');
const { programmeId } = profile;
const kept = {
  programmeId,
  memberContractId: null,
  curatorUserId: 'u-client-manager',
  headUserId: null,
  memberContractNumber: null,
  curatorName: 'Тимур Алиев',
  headName: null,
};

async function open() {
  const answers = { 'assignment:get': kept, 'user:list': users };
  const shown = await mounted(AssignmentPanel, { profile }, answers);
  const [head, curator] = shown.wrapper.findAll('input');
  if (head === undefined || curator === undefined) throw new Error('two people are named');
  return { ...shown, head, curator };
}

describe('[V-09] who reads the applications of a programme', () => {
  it('is shown by name, and what is missing is said', async () => {
    const { wrapper, head, curator } = await open();
    expect(head.element.value).toBe('не назначен');
    expect(curator.element.value).toBe('Тимур Алиев');
    expect(wrapper.text()).toContain('заявки не принимаются');
  });

  it('is found by name, is one who may read them, and is kept', async () => {
    const { wrapper, asked, head } = await open();
    await head.trigger('keydown', { key: 'ArrowDown', code: 'ArrowDown' });
    await flushPromises();
    const options = [...document.querySelectorAll<HTMLElement>('[role="option"]')];
    const optionOf = (text: string) => options.find((one) => one.textContent?.includes(text));
    expect(optionOf('Айгерим')?.hasAttribute('data-disabled')).toBe(true);
    optionOf('Константин')?.click();
    await flushPromises();
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(asked.find(({ method }) => method === 'assignment:put')?.input).toMatchObject({
      programmeId,
      curatorUserId: 'u-client-manager',
      headUserId: 'u-administrator',
      memberContractId: null,
    });
  });

  it('[R-18] is asked of nobody where members register: there a contract is', async () => {
    const members = profileOf('by-member');
    const none = { rows: [], nextCursor: null, asOfMs: 0 };
    const answers = { 'assignment:get': kept, 'contract:list': none };
    const { wrapper } = await mounted(AssignmentPanel, { profile: members }, answers);
    expect(wrapper.text()).toContain('Договор участников');
    expect(wrapper.text()).not.toContain('Куратор');
  });
});
