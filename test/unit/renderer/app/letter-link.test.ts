import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import LetterLinkBanner from '#app/frame/LetterLinkBanner.vue';
import { linkDoor } from '#app/outside/link-door.ts';
import OutsideScreen from '#app/outside/OutsideScreen.vue';
import { useDoors } from '#bridge/state/doors-state.ts';
import { useLetterLink } from '#bridge/state/letter-link-state.ts';
import { useLink } from '#bridge/state/link-state.ts';
import { useSession } from '#bridge/state/session-state.ts';
import type { KnownLetterLink, LetterLink } from '#protocol/letter-link.ts';
import * as outside from '#test/support/screens/outside/outside-samples.ts';
import { nobody, sessionOf, settings, syncOnline } from '#test/support/screens/samples.ts';
import { mounted, press as pressKey } from '../bridge/mounted.ts';

const TOKEN = 'q3Jx0-Zk_7bWm5TnL2sVhYpRcD8fGaE1uOi6KjNtXyA';
const link = (kind: KnownLetterLink['kind'], programmeId: string | null = null) =>
  ({ kind, programmeId, token: TOKEN }) as const;

/** The banner above whatever is shown, in a window that a link has come to. */
async function show(came: LetterLink, isSignedIn: boolean, refusals = {}) {
  const window = defineComponent({
    setup() {
      void useLetterLink().start();
      void useDoors().load();
      void useLink().load();
      void useSession().load();
      return () => h('div', [h(LetterLinkBanner), isSignedIn ? null : h(OutsideScreen)]);
    },
  });
  const { wrapper, asked } = await mounted(
    window,
    {},
    {
      'letterLink:take': { link: came },
      'programme:public': outside.programmes,
      'session:state': isSignedIn ? sessionOf('operator') : nobody,
      'settings:get': settings,
      'sync:state': syncOnline,
      'contact:confirmLink': { awaits: [] },
    },
    refusals,
  );
  await flushPromises();
  const press = async (name: string): Promise<void> => {
    const buttons = [...document.querySelectorAll('button')];
    buttons.find(({ textContent }) => textContent.trim() === name)?.click();
    await flushPromises();
  };
  const sent = () =>
    asked.map(({ method }) => method).filter((method) => /read|prove|confirm/u.test(method));
  return { wrapper, press, sent, banner: () => wrapper.find('.letter-link-banner') };
}

const typed = (): readonly string[] =>
  [...document.querySelectorAll('input')].map(({ value }) => value);

describe('a link of a letter in the window', () => {
  it('[P-06] an invitation is opened with its code, and read when the person says so', async () => {
    const { wrapper, press, sent, banner } = await show(link('invitation'), false);
    expect(typed()).not.toContain(TOKEN);
    await press('Открыть приглашение');
    expect(typed()).toContain(TOKEN);
    expect(sent()).toEqual([]);
    expect(banner().exists()).toBe(false);
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(sent()).toEqual(['invitation:read']);
  });

  it('[P-16] a new password is asked for at the door that the link names', async () => {
    const { programmeId } = outside.invited;
    const { wrapper, press, sent } = await show(link('recovery', programmeId), false);
    await press('Задать новый пароль');
    expect(useDoors().programmeId).toBe(programmeId);
    expect(typed()).toContain(TOKEN);
    expect(wrapper.text()).not.toContain('Отправить ещё раз');
    expect(sent()).toEqual([]);
  });

  it('of another network opens nothing, and says so', async () => {
    const { wrapper, press, sent } = await show(link('recovery', 'far-away'), false);
    await press('Задать новый пароль');
    expect(wrapper.text()).toContain('Вход');
    expect(typed()).not.toContain(TOKEN);
    expect(sent()).toEqual([]);
  });

  it('under somebody who works nothing is opened: it waits until he leaves', async () => {
    const { press, sent, banner } = await show(link('invitation'), true);
    expect(banner().text()).toContain('Она откроется, когда вы выйдете');
    expect(banner().findAll('button')).toHaveLength(1);
    await press('Не нужна');
    expect(banner().exists()).toBe(false);
    expect(sent()).toEqual([]);
  });

  it('[N-21] a contact is confirmed when the person has said so twice', async () => {
    const { press, sent, banner } = await show(link('contact'), true);
    await press('Подтвердить…');
    expect(sent()).toEqual([]);
    await pressKey('Enter', true);
    expect(sent()).toEqual(['contact:confirmLink']);
    expect(banner().exists()).toBe(false);
  });

  it('[N-21] a link that was used before is refused in the dialog', async () => {
    const refusals = { 'contact:confirmLink': 'LINK_EXPIRED' };
    const { press } = await show(link('contact'), true, refusals);
    await press('Подтвердить…');
    await pressKey('Enter', true);
    expect(document.querySelector('.ui-dialog [role="alert"]')).not.toBeNull();
  });

  it('that is none of ours is said, and can only be put away', async () => {
    const { banner, sent } = await show({ kind: 'unknown' }, false);
    expect(banner().text()).toContain('Эта ссылка не подходит');
    expect(banner().findAll('button')).toHaveLength(1);
    expect(sent()).toEqual([]);
  });
});

describe('the door of a link', () => {
  const { programmes } = outside.programmes;

  it('is the one that it names, whatever was chosen before', () => {
    const { programmeId } = outside.invited;
    const chosen = programmes.find((one) => one.programmeId !== programmeId) ?? null;
    expect(linkDoor(link('recovery', programmeId), programmes, chosen)).toEqual(outside.invited);
  });

  it('without a name is the chosen one, where such links are sent', () => {
    expect(linkDoor(link('recovery'), programmes, outside.invited)).toEqual(outside.invited);
    const door = linkDoor(link('recovery'), programmes, outside.members);
    expect(door?.recovery.way).toMatch(/link$/u);
  });

  it('is none where nobody is let in by such a link', () => {
    expect(linkDoor(link('recovery', outside.members.programmeId), programmes, null)).toBeNull();
    expect(linkDoor(link('invitation'), [outside.members], outside.members)).toBeNull();
    expect(linkDoor(link('invitation'), [], null)).toBeNull();
  });
});
