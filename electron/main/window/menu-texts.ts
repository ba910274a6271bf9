import type { Language } from '#protocol/shell.ts';

interface MenuTexts {
  readonly file: string;
  readonly quit: string;
  readonly edit: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly selectAll: string;
  readonly view: string;
  readonly fullScreen: string;
  readonly minimize: string;
  readonly help: string;
  readonly about: string;
  readonly testBuild: string;
}

/** The menu and the title are the system's, not the page's: their texts live here. */
export const menuTexts: Readonly<Record<Language, MenuTexts>> = {
  ru: {
    file: 'Файл',
    quit: 'Выход',
    edit: 'Правка',
    undo: 'Отменить',
    redo: 'Вернуть',
    cut: 'Вырезать',
    copy: 'Копировать',
    paste: 'Вставить',
    selectAll: 'Выделить всё',
    view: 'Вид',
    fullScreen: 'Во весь экран',
    minimize: 'Свернуть',
    help: 'Справка',
    about: 'О программе',
    testBuild: 'ТЕСТОВАЯ СБОРКА',
  },
  en: {
    file: 'File',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: 'View',
    fullScreen: 'Full screen',
    minimize: 'Minimize',
    help: 'Help',
    about: 'About',
    testBuild: 'TEST BUILD',
  },
  kk: {
    file: 'Файл',
    quit: 'Шығу',
    edit: 'Түзету',
    undo: 'Болдырмау',
    redo: 'Қайтару',
    cut: 'Қиып алу',
    copy: 'Көшіру',
    paste: 'Қою',
    selectAll: 'Барлығын белгілеу',
    view: 'Көрініс',
    fullScreen: 'Толық экран',
    minimize: 'Жию',
    help: 'Анықтама',
    about: 'Бағдарлама туралы',
    testBuild: 'СЫНАҚ НҰСҚАСЫ',
  },
};
