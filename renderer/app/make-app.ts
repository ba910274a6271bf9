// First, so that every component may overrule the ground rules.
import '#ui/base.css';
import { Temporal } from 'temporal-polyfill';
import { createPinia } from 'pinia';
import { type App, computed, createApp, watch } from 'vue';
import type { Router } from 'vue-router';
import { type Client, provideClient } from '#bridge/client.ts';
import { useDoors } from '#bridge/state/doors-state.ts';
import { usePreferences } from '#bridge/state/preferences-state.ts';
import { useSession } from '#bridge/state/session-state.ts';
import { useSettings } from '#bridge/state/settings-state.ts';
import { useStation } from '#bridge/state/station-state.ts';
import { provideFormat } from '#ui/format/use-format.ts';
import { keyRegistryKey, makeKeyRegistry } from '#ui/keys/registry.ts';
import { makeToasts, provideToasts } from '#ui/overlay/toast.ts';
import { features } from './features.ts';
import AppRoot from './AppRoot.vue';
import { createAppI18n } from './i18n/i18n.ts';
import { makeRouter } from './router.ts';

export interface AppWindow {
  readonly app: App;
  readonly router: Router;
}

/** Puts the whole window together on one client; the caller mounts it. */
export function makeApp(client: Client, isDevelopment: boolean): AppWindow {
  const app = createApp(AppRoot);
  provideClient(app, client);
  const pinia = createPinia();
  app.use(pinia);
  const settings = useSettings(pinia);
  const session = useSession(pinia);
  const station = useStation(pinia);

  const i18n = createAppI18n(settings.settings.language, isDevelopment);
  app.use(i18n);
  const doors = useDoors(pinia);
  // Before signing in only what the programme's people are spoken to in is offered (P-08).
  const preferences = usePreferences(pinia);
  const language = computed(() => (session.user === null ? doors.language : preferences.language));
  watch(
    language,
    (locale) => {
      i18n.global.locale.value = locale;
      document.documentElement.lang = locale;
    },
    { immediate: true },
  );
  watch(
    () => settings.settings.theme,
    (theme) => {
      if (theme === 'system') delete document.documentElement.dataset['theme'];
      else document.documentElement.dataset['theme'] = theme;
    },
    { immediate: true },
  );

  const ownZone = Temporal.Now.timeZoneId();
  provideFormat(
    app,
    language,
    computed(() => preferences.zone ?? station.context?.station.zone ?? ownZone),
    computed(() => preferences.decimalSeparator),
  );
  provideToasts(app, makeToasts());

  const keys = makeKeyRegistry();
  app.provide(keyRegistryKey, keys);
  if (document.defaultView !== null) app.onUnmount(keys.attach(document.defaultView));

  const router = makeRouter(features, {
    isSignedIn: () => session.user !== null,
    may: session.may,
    isOfClient: session.isOfClient,
  });
  app.use(router);
  return { app, router };
}
