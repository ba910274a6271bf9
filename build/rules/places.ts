/** Places that a file of the repository must not name. */
interface Place {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly message: string;
  /** Files that may name it. */
  readonly except?: RegExp;
}

export const FORBIDDEN_PLACES: readonly Place[] = [
  {
    rule: 'machine path',
    pattern: /(?<![\w.:/#$}])\/(work|home|root|Users|workspace)\/[\w.-]/u,
    message: 'an absolute path of one machine; build it from import.meta.dirname or os.homedir()',
  },
  {
    rule: 'machine path',
    pattern: /(?<![\w.:/#$}])\/tmp\/(?!\.X11-unix)[\w.-]/u,
    message: 'a fixed temporary path; take a fresh folder under os.tmpdir()',
  },
  { rule: 'machine path', pattern: /[A-Z]:\\\\?Users\\/u, message: 'a path of one machine' },
  {
    rule: 'outside the repository',
    pattern: /\.\.\/shared\b/u,
    message: 'only a test may look beside the checkout, and it names its skip',
    except: /^test\//u,
  },
  {
    rule: 'registry host',
    pattern: /https?:\/\/(registry\.|[\w.-]*\/(npm|pypi)\b)/u,
    message: 'the package registry is a setting of the machine, not of the repository',
  },
];
