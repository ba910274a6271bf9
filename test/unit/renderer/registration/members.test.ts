import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { useDoors } from '#bridge/state/doors-state.ts';
import FindMember from '#features/registration/members/FindMember.vue';
import KitDialog from '#features/registration/members/KitDialog.vue';
import MemberPanel from '#features/registration/members/MemberPanel.vue';
import MembersScreen from '#features/registration/members/MembersScreen.vue';
import { ownMember, servedMember } from '#test/support/screens/outside/member-scenarios.ts';
import { members } from '#test/support/screens/outside/outside-samples.ts';
import { mounted } from '../bridge/mounted.ts';

/** The words of a member's panel under a programme with these services. */
async function panel(member: object, selfService: readonly string[], how: object = {}) {
  const programme = { ...members, programmeId: ownMember.programmeId, selfService };
  const answers = { 'programme:public': { programmes: [programme], asOfMs: 1 } };
  const { wrapper } = await mounted(MemberPanel, { member, ...how }, answers);
  await useDoors().load();
  await flushPromises();
  return wrapper.text();
}

const cards = {
  rows: ['0011', '0022', '0033'].map((end) => ({ cardId: `card-${end}`, panMasked: `••${end}` })),
  nextCursor: null,
  asOfMs: 1,
};

/** The fields of the open dialog, each with what is typed into it. */
function cardFields(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>('[role="dialog"] input')];
}

async function pick(place: number, end: string): Promise<void> {
  const field = cardFields()[place];
  if (field === undefined) throw new Error(`there is no field ${place}`);
  field.focus();
  field.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'ArrowDown', code: 'ArrowDown', bubbles: true }),
  );
  await flushPromises();
  const options = [...document.querySelectorAll<HTMLElement>('[role="option"]')];
  options.find((one) => one.textContent?.includes(end))?.click();
  await flushPromises();
}

async function sendKit(): Promise<void> {
  const buttons = document.querySelectorAll<HTMLElement>('[role="dialog"] button');
  [...buttons].find((one) => one.textContent?.includes('Составить'))?.click();
  await flushPromises();
}

describe('a member at a desk', () => {
  it('[R-17] is asked for by the whole phone', async () => {
    const { wrapper, asked } = await mounted(
      FindMember,
      { programme: members },
      { 'member:find': servedMember },
    );
    await wrapper.get('form').trigger('submit');
    expect(asked).toEqual([]);
    await wrapper.get('input').setValue('9161234567');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    const { programmeId } = members;
    expect(asked).toEqual([
      { method: 'member:find', input: { programmeId, phone: '+79161234567' } },
    ]);
  });

  it('[R-22] shows no whole number to whoever serves him, and all of it to himself', async () => {
    const served = await mounted(MemberPanel, { member: servedMember, served: true }, {});
    expect(served.wrapper.text()).toContain('990000••••••3417');
    expect(served.wrapper.text()).not.toContain('9900 0002 4055 3417');
    const own = await mounted(MemberPanel, { member: ownMember }, {});
    expect(own.wrapper.text()).toContain('9900 0002 4055 3417');
  });

  it('[R-16] [R-17] who has a card of either kind is offered no third', async () => {
    const [virtual] = ownMember.cards;
    const plastic = { ...virtual, cardId: 'card-2', kind: 'further', virtual: false, pan: null };
    const both = { ...ownMember, cards: [virtual, plastic] };
    expect(await panel(both, ['register-card'])).not.toContain('Добавить карту');
    expect(await panel(ownMember, ['register-card'])).toContain('Добавить карту');
    // Where the programme does not offer it, whoever serves him adds one.
    expect(await panel(ownMember, [])).not.toContain('Добавить карту');
    expect(await panel(ownMember, [], { served: true })).toContain('Добавить карту');
  });
});

describe('[R-03] a kit of cards', () => {
  async function open() {
    const shown = await mounted(
      KitDialog,
      { programme: members, open: false },
      { 'card:list': cards },
    );
    await shown.wrapper.setProps({ open: true });
    await flushPromises();
    const kits = () => shown.asked.filter(({ method }) => method === 'kit:add');
    return { ...shown, kits };
  }

  it('has as many fields as the programme sells cards together, and takes no fewer', async () => {
    const { kits } = await open();
    expect(cardFields()).toHaveLength(3);
    await pick(0, '0011');
    await pick(1, '0022');
    await sendKit();
    expect(kits()).toEqual([]);
    expect(cardFields().map((field) => field.getAttribute('aria-invalid'))).toEqual([
      null,
      null,
      'true',
    ]);
    await pick(2, '0033');
    await sendKit();
    expect(kits()).toMatchObject([
      { input: { mainCardId: 'card-0011', additionalCardIds: ['card-0022', 'card-0033'] } },
    ]);
  });

  it('says at its field that a card was named twice', async () => {
    const { kits } = await open();
    for (const [place, end] of ['0011', '0022', '0011'].entries()) await pick(place, end);
    await sendKit();
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('уже выбрана выше');
    expect(kits()).toEqual([]);
  });
});

describe('whoever serves members', () => {
  it('is told that a member could not be read, and reads him again', async () => {
    const answers = {
      'programme:public': { programmes: [members], asOfMs: 1 },
      'member:find': servedMember,
      'member:get': servedMember,
    };
    const { wrapper } = await mounted(MembersScreen, {}, answers, {
      'member:get': 'ONLINE_REQUIRED',
    });
    await useDoors().load();
    await flushPromises();
    await wrapper.get('input').setValue('9161234567');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    wrapper.getComponent(MemberPanel).vm.$emit('changed');
    await flushPromises();
    expect(wrapper.findComponent(MemberPanel).exists()).toBe(false);
    expect(wrapper.text()).toContain('Нужна связь');
    await wrapper
      .findAll('button')
      .find((one) => one.text().includes('Повторить'))
      ?.trigger('click');
    await flushPromises();
    expect(wrapper.findComponent(MemberPanel).exists()).toBe(true);
  });
});
