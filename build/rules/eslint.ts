/** ESLint: what needs types, templates or syntax patterns; plain words are oxlint's (words.ts). */
import intlify from '@intlify/eslint-plugin-vue-i18n';
import type { ESLint, Linter } from 'eslint';
import vue from 'eslint-plugin-vue';
import accessibility from 'eslint-plugin-vuejs-accessibility';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';
import { excused } from './exceptions.ts';

type Config = Linter.Config;

/**
 * Its own typing does not know exact optional properties; the plugin itself is of the usual shape.
 */
const intlifyPlugin = intlify as unknown as ESLint.Plugin;

interface Pattern {
  readonly selector: string;
  readonly message: string;
}

const IMPORTS: Pattern[] = [
  {
    selector:
      ':matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration, ImportExpression)[source.value=/^(\\.|#)(.*\\/)?[^.\\/]*$/]',
    message: 'A path of our own carries its extension (.ts, .vue): Node runs it without a build.',
  },
];

const OBJECTS: Pattern[] = [
  {
    selector: 'ObjectExpression > SpreadElement > ObjectExpression',
    message: 'Write the properties themselves: a literal that is spread only hides their number.',
  },
];

const CLOCK: Pattern[] = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Time is a port: only a clock adapter reads it.',
  },
];

const setting = (name: string, value: boolean): Pattern => ({
  selector: `Property[key.name="${name}"][value.value=${value}]`,
  message: `${name} stays ${!value} in every window.`,
});

const WINDOWS: Pattern[] = [
  setting('webSecurity', false),
  setting('contextIsolation', false),
  setting('sandbox', false),
  setting('nodeIntegration', true),
  setting('nodeIntegrationInWorker', true),
  setting('nodeIntegrationInSubFrames', true),
  setting('allowRunningInsecureContent', true),
  setting('experimentalFeatures', true),
  setting('webviewTag', true),
  setting('bypassCSP', true),
];

const COMMON = [...IMPORTS, ...WINDOWS, ...OBJECTS];

const NOT_NOW = '/^(it|test|describe|suite|bench)$/';
const TESTS: Pattern[] = [
  {
    selector: `MemberExpression[property.name=/^(only|todo|fixme|fails)$/]:matches([object.name=${NOT_NOW}], [object.property.name="describe"])`,
    message: 'No focused, postponed or expected-to-fail test.',
  },
  {
    selector: `CallExpression[callee.property.name="skip"][callee.object.name=${NOT_NOW}]:not([arguments.length=2][arguments.1.type=/^(Literal|TemplateLiteral)$/])`,
    message: 'A skip is decided at run time and names its reason: ctx.skip(condition, reason).',
  },
  {
    selector: `MemberExpression[property.name=/^(skipIf|runIf)$/][object.name=${NOT_NOW}]`,
    message: 'skipIf gives no reason; use ctx.skip(condition, reason).',
  },
  {
    selector: 'CallExpression[callee.object.name="vi"][callee.property.name=/^(mock|doMock)$/]',
    message: 'No mocks of modules: the code under test hides a port.',
  },
];

const restrict = (...patterns: readonly Pattern[]): Linter.RulesRecord => ({
  'no-restricted-syntax': ['error', ...patterns],
});

/** Rules that hold for every TypeScript line, in a screen too. */
const everywhere: Linter.RulesRecord = {
  'max-params': ['error', 4],
  'max-depth': ['error', 4],
  'no-else-return': 'error',
  'object-shorthand': 'error',
  'no-undef': 'off',
  '@typescript-eslint/consistent-type-definitions': 'off',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-dynamic-delete': 'off',
  '@typescript-eslint/no-unused-vars': 'off',
  '@typescript-eslint/no-invalid-void-type': 'off',
  '@typescript-eslint/unified-signatures': 'off',
};

/** Rules that ask the compiler: a forgotten promise is a lost sale that nobody hears of. */
const typed: Linter.RulesRecord = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
};

const screens: Linter.RulesRecord = {
  'vue/component-api-style': ['error', ['script-setup']],
  'vue/no-v-html': 'error',
  // Optional props are typed as such; a default is written where one is meant.
  'vue/require-default-prop': 'off',
  'vue/no-template-target-blank': 'error',
  'vue/require-typed-ref': 'error',
  'vue/block-lang': ['error', { script: { lang: 'ts' } }],
  'vue/multi-word-component-names': 'error',
  // A part of a form writes into the draft that its page hands down; it never replaces the draft.
  'vue/no-mutating-props': ['error', { shallowOnly: true }],
  '@intlify/vue-i18n/no-raw-text': [
    'error',
    {
      attributes: {
        '/.+/': ['title', 'aria-label', 'aria-placeholder', 'placeholder', 'alt', 'label'],
      },
      // Signs that are the same in every language: separators, arrows, signs of a sum.
      ignorePattern: '^[\\s\\d.,:;·•—–\\-+−×÷=%/|()№#→←↑↓…*]*$',
    },
  ],
  '@intlify/vue-i18n/no-v-html': 'error',
  'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
};

/** One size for product code; a test's `describe` holds many cases and is not one function. */
const PRODUCT = [
  'backend/**/*.ts',
  'electron/**/*.ts',
  'renderer/**/*.{ts,vue}',
  'build/**/*.{ts,mjs}',
];

/** @param root top of the tree that is judged */
export const eslintConfig = (root: string): Config[] => [
  { ignores: ['node_modules', 'out', 'dist', '.types', 'test/results'] },
  ...(tseslint.configs.strict as Config[]),
  ...(vue.configs['flat/recommended'] as Config[]).map(onlyVue),
  ...[vue.configs['no-layout-rules'] as unknown as Config].map(onlyVue),
  ...(accessibility.configs['flat/recommended'] as Config[]).map(onlyVue),
  {
    files: ['**/*.vue'],
    plugins: { '@intlify/vue-i18n': intlifyPlugin },
    languageOptions: {
      parser: vueParser,
      parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'] },
    },
    rules: screens,
  },
  { files: ['**/*.{ts,mjs,vue}'], rules: { ...everywhere, ...restrict(...COMMON) } },
  {
    files: ['{backend,electron,renderer}/**/*.{ts,vue}'],
    ignores: ['**/clock.ts', '**/*-clock.ts'],
    rules: restrict(...COMMON, ...CLOCK),
  },
  {
    files: ['{backend,electron,test}/**/*.ts'],
    // One program for all of them: a program per room asks the same questions three times over.
    languageOptions: {
      parserOptions: { project: 'build/tsconfig/lint.json', tsconfigRootDir: root },
    },
    rules: typed,
  },
  {
    // A bare control gets its label from the field around it; axe proves it on the whole screen.
    files: ['renderer/ui/{field,phone}/**/*.vue'],
    rules: { 'vuejs-accessibility/form-control-has-label': 'off' },
  },
  {
    // The grid or list holds the focus and the keys; its rows are active descendants that take a
    // click.
    files: ['renderer/ui/{table,field}/**/*.vue'],
    rules: {
      'vuejs-accessibility/click-events-have-key-events': 'off',
      'vuejs-accessibility/interactive-supports-focus': 'off',
    },
  },
  {
    files: PRODUCT,
    ignores: excused('function lines'),
    rules: {
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      ...restrict(...COMMON, ...TESTS),
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A property takes one parameter for each value that it generates.
      'max-params': 'off',
    },
  },
];

/** The shared sets come without `files`; they are for templates only. */
function onlyVue(config: Config): Config {
  return { ...config, files: config.files ?? ['**/*.vue'] };
}
