import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// The policy of the product's window, so that a screen that breaks it is seen here first.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue()],
  define: {
    __IN_PAGE__: 'true',
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: { outDir: '../../../out/screens', emptyOutDir: true, assetsInlineLimit: 0 },
  preview: { headers: { 'Content-Security-Policy': policy } },
});
