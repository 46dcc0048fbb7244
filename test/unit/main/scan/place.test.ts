import { describe, expect, it, test } from 'vitest';
import { type PlaceContext, placeOf } from '../../../../main/scan/place.ts';
import type { Place } from '../../../../preload/contract/index.ts';

const WINDOWS: PlaceContext = {
  platform: 'win32',
  homeFolder: 'C:\\Users\\Ann',
  profilesFolder: 'C:\\Users',
  cloudFolders: [
    { path: 'C:\\Users\\Ann\\OneDrive', label: 'OneDrive' },
    { path: 'C:\\Users\\Ann\\OneDrive - Contoso', label: 'OneDrive - Contoso' },
    { path: 'C:\\Users\\Bob\\Dropbox', label: 'Dropbox' },
  ],
  roots: [
    { path: 'C:\\', label: 'Windows', kind: 'fixed' },
    { path: 'D:\\', label: 'Backup', kind: 'fixed' },
    { path: 'E:\\', label: 'E:\\', kind: 'removable' },
    { path: '\\\\server\\mail', label: 'mail on server', kind: 'network' },
    { path: 'G:\\', label: 'Google Drive', kind: 'cloud' },
    { path: 'D:\\Archive\\Old mail', label: 'Old mail', kind: 'folder' },
    { path: 'C:\\Users\\Ann\\Documents\\Projects', label: 'Projects', kind: 'folder' },
    { path: 'C:\\Program Files\\PST Ferry\\sample', label: 'Sample', kind: 'sample' },
  ],
};
const LINUX: PlaceContext = {
  platform: 'linux',
  homeFolder: '/home/ann',
  profilesFolder: '/home',
  cloudFolders: [{ path: '/home/ann/Dropbox', label: 'Dropbox' }],
  roots: [
    { path: '/', label: '/', kind: 'fixed' },
    { path: '/data', label: 'Data', kind: 'fixed' },
    { path: '/media/ann/OLD-PC', label: 'OLD-PC', kind: 'removable' },
  ],
};
const MAC: PlaceContext = {
  platform: 'darwin',
  homeFolder: '/Users/ann',
  profilesFolder: '/Users',
  cloudFolders: [{ path: '/Users/ann/Library/CloudStorage/OneDrive-Contoso', label: 'OneDrive - Contoso' }],
  roots: [
    { path: '/', label: 'Macintosh HD', kind: 'fixed' },
    { path: '/Volumes/Backup', label: 'Backup', kind: 'removable' },
  ],
};

/** `base label @profile > folder > folder` */
function brief({ base, label, profile, folders }: Place): string {
  const head = [base, label === '' ? '' : `[${label}]`, profile === null ? '' : `@${profile}`]
    .filter(Boolean)
    .join(' ');
  return [head, ...folders].join(' > ');
}

test('a place in full', () => {
  expect(placeOf('C:\\Users\\Bob\\Documents\\Outlook Files\\archive.pst', WINDOWS)).toEqual({
    base: 'documents',
    label: '',
    profile: 'Bob',
    folders: ['Outlook Files'],
  });
});

test.each([
  ['C:\\Users\\Ann\\Documents\\archive.pst', 'documents'],
  ['C:\\Users\\Ann\\Documents\\Outlook Files\\2015\\archive.pst', 'documents > Outlook Files > 2015'],
  ['C:\\Users\\Ann\\My Documents\\archive.pst', 'documents'],
  ['C:\\Users\\Ann\\Desktop\\archive.pst', 'desktop'],
  ['C:\\Users\\Ann\\Downloads\\x\\archive.pst', 'downloads > x'],
  ['C:\\Users\\Ann\\AppData\\Local\\Microsoft\\Outlook\\archive.pst', 'outlook'],
  ['C:\\Users\\Ann\\AppData\\Local\\archive.pst', 'profile > AppData > Local'],
  ['C:\\Users\\Ann\\archive.pst', 'profile'],
  ['C:\\Users\\Ann\\Documents2\\archive.pst', 'profile > Documents2'],
  ['C:\\Users\\Anna\\archive.pst', 'profile @Anna'],
  ['C:\\Users\\Bob\\Desktop\\archive.pst', 'desktop @Bob'],
  ['C:\\Users\\Bob\\AppData\\Local\\Microsoft\\Outlook\\archive.pst', 'outlook @Bob'],
  ['C:\\Users\\Public\\Documents\\archive.pst', 'drive [Windows] > Users > Public > Documents'],
  ['C:\\Users\\archive.pst', 'drive [Windows] > Users'],
  ['C:\\archive.pst', 'drive [Windows]'],
  ['D:\\archive.pst', 'drive [Backup]'],
  ['D:\\Mail\\2015\\archive.pst', 'drive [Backup] > Mail > 2015'],
  ['E:\\archive.pst', 'drive [E:\\]'],
  ['F:\\Mail\\archive.pst', 'drive [F:\\] > Mail'],
  ['D:\\Archive\\archive.pst', 'drive [Backup] > Archive'],
  ['D:\\Archive\\Old mail\\archive.pst', 'folder [Old mail]'],
  ['D:\\Archive\\Old mail\\a\\b\\archive.pst', 'folder [Old mail] > a > b'],
  ['C:\\Users\\Ann\\Documents\\Projects\\archive.pst', 'folder [Projects]'],
  ['C:\\Program Files\\PST Ferry\\sample\\Old mail 2015.pst', 'folder [Sample]'],
  ['C:\\Users\\Ann\\OneDrive\\Documents\\archive.pst', 'cloud [OneDrive] > Documents'],
  ['C:\\Users\\Ann\\OneDrive - Contoso\\archive.pst', 'cloud [OneDrive - Contoso]'],
  ['C:\\Users\\Bob\\Dropbox\\Mail\\archive.pst', 'cloud [Dropbox] @Bob > Mail'],
  ['G:\\My Drive\\archive.pst', 'cloud [Google Drive] > My Drive'],
  ['\\\\server\\mail\\ann\\archive.pst', 'drive [mail on server] > ann'],
  ['\\\\server\\other\\ann\\archive.pst', 'drive [\\\\server\\other\\] > ann'],
  ['D:\\Users\\Carl\\Documents\\archive.pst', 'documents @Carl'],
  ['D:\\Users\\Ann\\Documents\\archive.pst', 'documents'],
  ['D:\\Users\\Ann.CONTOSO\\Documents\\archive.pst', 'documents @Ann.CONTOSO'],
  ['d:\\backup\\users\\ANN\\desktop\\archive.pst', 'desktop'],
  ['C:\\Users\\Ann\\Desktop\\Users\\Bob\\b.pst', 'profile @Bob'],
  ['C:\\Users\\Ann\\Documents\\Projects\\Users\\Bob\\Documents\\b.pst', 'documents @Bob'],
  ['C:\\Users\\Ann\\OneDrive\\Users\\Bob\\b.pst', 'cloud [OneDrive] @Bob > Users > Bob'],
  ['C:\\Users\\Ann\\Desktop\\Users\\b.pst', 'desktop > Users'],
  ['C:\\Users\\Ann\\Desktop\\Users\\Ann\\Documents\\a.pst', 'documents'],
  ['C:\\Users\\Ann\\Desktop\\Users\\Public\\a.pst', 'drive [Windows] > Users > Ann > Desktop > Users > Public'],
  ['D:\\Users\\Ann\\Users\\Public\\a.pst', 'drive [Backup] > Users > Ann > Users > Public'],
  ['C:\\Users\\Bob\\Users\\Public\\b.pst', 'profile @Bob > Users > Public'],
  ['C:\\Users\\Public\\Users\\Bob\\b.pst', 'profile @Bob'],
  ['C:\\Windows.old\\Users\\Bob\\AppData\\Local\\Microsoft\\Outlook\\b.pst', 'outlook @Bob'],
  ['D:\\Backup\\2019\\Users\\Bob\\Mail\\b.pst', 'profile @Bob > Mail'],
  ['D:\\Backup\\Users\\Default\\b.pst', 'drive [Backup] > Backup > Users > Default'],
  ['D:\\FileHistory\\Bob\\PC\\Data\\D\\b.pst', 'profile @Bob > PC > Data > D'],
  ['D:\\home\\Bob\\b.pst', 'drive [Backup] > home > Bob'],
  ['\\\\srv\\homes\\Bob\\Documents\\b.pst', 'documents @Bob'],
  ['\\\\srv\\home$\\Bob\\b.pst', 'profile @Bob'],
  ['\\\\srv\\users\\Bob\\b.pst', 'profile @Bob'],
  ['\\\\srv\\Users\\ann\\Documents\\a.pst', 'documents'],
  ['\\\\srv\\homes\\b.pst', 'drive [\\\\srv\\homes\\]'],
  ['\\\\srv\\data\\homes\\Bob\\b.pst', 'drive [\\\\srv\\data\\] > homes > Bob'],
  ['F:\\Documents and Settings\\Carl\\My Documents\\archive.pst', 'documents @Carl'],
  [
    'F:\\Documents and Settings\\Carl\\Local Settings\\Application Data\\Microsoft\\Outlook\\archive.pst',
    'outlook @Carl',
  ],
  ['F:\\Documents and Settings\\All Users\\archive.pst', 'drive [F:\\] > Documents and Settings > All Users'],
  ['\\\\server\\c$\\Users\\Carl\\Desktop\\archive.pst', 'desktop @Carl'],
  ['c:\\USERS\\ann\\DOCUMENTS\\Outlook Files\\archive.pst', 'documents > Outlook Files'],
  ['d:\\archive\\OLD MAIL\\archive.pst', 'folder [Old mail]'],
  ['C:/Users/Ann/Documents/archive.pst', 'documents'],
  ['\\\\?\\C:\\Users\\Ann\\Documents\\archive.pst', 'documents'],
  ['\\\\?\\UNC\\server\\mail\\ann\\archive.pst', 'drive [mail on server] > ann'],
])('on Windows %s is in %s', (path, expected) => {
  expect(brief(placeOf(path, WINDOWS))).toBe(expected);
});

test.each([
  ['/home/ann/Documents/Outlook Files/a.pst', 'documents > Outlook Files'],
  ['/home/ann/documents/a.pst', 'profile > documents'],
  ['/home/ann/a.pst', 'profile'],
  ['/home/bob/Desktop/a.pst', 'desktop @bob'],
  ['/home/ann/Dropbox/Mail/a.pst', 'cloud [Dropbox] > Mail'],
  ['/srv/mail/a.pst', 'drive [/] > srv > mail'],
  ['/data/mail/a.pst', 'drive [Data] > mail'],
  ['/database/a.pst', 'drive [/] > database'],
  ['/data/home/carl/a.pst', 'profile @carl'],
  ['/data/backup/home/ann/Documents/a.pst', 'documents'],
  ['/data/backup/home/Ann/a.pst', 'profile @Ann'],
  ['/home/ann/old/home/bob/Documents/a.pst', 'documents @bob'],
  ['/home/ann/Dropbox/Users/Carl/a.pst', 'cloud [Dropbox] @Carl > Users > Carl'],
  ['/media/ann/OLD-PC/Users/Carl/AppData/Local/Microsoft/Outlook/a.pst', 'outlook @Carl'],
  ['/media/ann/OLD-PC/Users/Public/a.pst', 'drive [OLD-PC] > Users > Public'],
  ['/media/ann/OLD-PC/mail/a.pst', 'drive [OLD-PC] > mail'],
  ['/a.pst', 'drive [/]'],
])('on Linux %s is in %s', (path, expected) => {
  expect(brief(placeOf(path, LINUX))).toBe(expected);
});

test.each([
  ['/Users/ann/Documents/a.pst', 'documents'],
  ['/Users/bob/Downloads/a.pst', 'downloads @bob'],
  ['/Users/Shared/a.pst', 'drive [Macintosh HD] > Users > Shared'],
  ['/Users/ann/Library/CloudStorage/OneDrive-Contoso/Mail/a.pst', 'cloud [OneDrive - Contoso] > Mail'],
  ['/Volumes/Backup/Users/ann/Desktop/a.pst', 'desktop'],
  ['/Volumes/Backup/Old Mac/Users/bob/Desktop/a.pst', 'desktop @bob'],
])('on a Mac %s is in %s', (path, expected) => {
  expect(brief(placeOf(path, MAC))).toBe(expected);
});

describe('a folder a technician chose', () => {
  const inFolder = (path: string, label: string): PlaceContext => ({
    ...LINUX,
    roots: [
      { path: '/', label: '/', kind: 'fixed' },
      { path, label, kind: 'folder' },
    ],
  });

  test.each([
    ['/mnt/disk', '/mnt/disk/Users/Carl/Documents/a.pst', 'documents @Carl'],
    ['/mnt/disk/Users', '/mnt/disk/Users/Carl/Documents/a.pst', 'documents @Carl'],
    ['/mnt/disk/Users/Carl', '/mnt/disk/Users/Carl/Documents/a.pst', 'documents @Carl'],
    ['/mnt/disk/Users/Carl/Documents/Mail', '/mnt/disk/Users/Carl/Documents/Mail/a.pst', 'folder [chosen] @Carl'],
    ['/mnt/disk/Users/Carl', '/mnt/disk/Users/Carl/a.pst', 'folder [chosen] @Carl'],
    ['/home/ann', '/home/ann/mail/a.pst', 'folder [chosen] > mail'],
    ['/home/ann/Documents', '/home/ann/Documents/a.pst', 'documents'],
    ['/home/ann/Dropbox/Mail', '/home/ann/Dropbox/Mail/a.pst', 'cloud [Dropbox] > Mail'],
    ['/', '/srv/a.pst', 'folder [chosen] > srv'],
  ])('%s: %s is in %s', (root, path, expected) => {
    expect(brief(placeOf(path, inFolder(root, 'chosen')))).toBe(expected);
  });

  it('inside another one names the inner', () => {
    const roots = ['/srv', '/srv/mail'].map((path) => ({ path, label: path, kind: 'folder' }) as const);
    expect(brief(placeOf('/srv/mail/x/a.pst', { ...LINUX, roots }))).toBe('folder [/srv/mail] > x');
  });
});

test('a home that is the whole system makes nothing the own', () => {
  expect(brief(placeOf('/srv/a.pst', { ...LINUX, homeFolder: '/' }))).toBe('drive [/] > srv');
});

test.each([
  ['/home/contoso/ann/Documents/a.pst', 'documents'],
  ['/home/contoso/bob/Documents/a.pst', 'profile @contoso > bob > Documents'],
])('in a home below another folder %s is in %s', (path, expected) => {
  expect(brief(placeOf(path, { ...LINUX, homeFolder: '/home/contoso/ann' }))).toBe(expected);
});

test('where profiles are kept elsewhere, those of there count too', () => {
  const context = { ...WINDOWS, homeFolder: 'P:\\People\\Ann', profilesFolder: 'P:\\People' };
  expect(brief(placeOf('P:\\People\\Bob\\Desktop\\b.pst', context))).toBe('desktop @Bob');
  expect(brief(placeOf('P:\\People\\Ann\\Desktop\\a.pst', context))).toBe('desktop');
  expect(brief(placeOf('P:\\Old\\People\\Bob\\b.pst', context))).toBe('drive [P:\\] > Old > People > Bob');
});

test('without any root the drive is named by its path', () => {
  expect(brief(placeOf('/srv/a.pst', { ...LINUX, roots: [] }))).toBe('drive [/] > srv');
  expect(brief(placeOf('D:\\Mail\\a.pst', { ...WINDOWS, roots: [] }))).toBe('drive [D:\\] > Mail');
});
