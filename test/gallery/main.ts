// The gallery shows every component in every state, for the eyes and for the accessibility check.
// It is a page of development and is no part of the product's build.
import { createApp, ref } from 'vue';
import { createI18n } from 'vue-i18n';
import enUi from '#locales/en/ui.json';
import kkUi from '#locales/kk/ui.json';
import ruUi from '#locales/ru/ui.json';
import { parseLocale } from '#ui/format/locale.ts';
import { provideFormat } from '#ui/format/use-format.ts';
import { keyRegistryKey, makeKeyRegistry } from '#ui/keys/registry.ts';
import { makeToasts, provideToasts } from '#ui/overlay/toast.ts';
import GalleryPage from './GalleryPage.vue';

const asked = new URLSearchParams(location.search);
const locale = parseLocale(asked.get('locale') ?? 'ru');
const messages = { ru: ruUi, en: enUi, kk: kkUi };

document.documentElement.dataset['theme'] = asked.get('theme') ?? 'light';
document.documentElement.lang = locale;

const keys = makeKeyRegistry();
const app = createApp(GalleryPage, { page: asked.get('page') ?? 'desk' });
app.use(createI18n({ legacy: false, locale, messages }));
app.provide(keyRegistryKey, keys);
provideFormat(app, ref(locale), ref('Asia/Almaty'));
provideToasts(app, makeToasts());
keys.attach(document.defaultView ?? self);
app.mount('#gallery');
