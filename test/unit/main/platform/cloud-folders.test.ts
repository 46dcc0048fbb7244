import { posix, win32 } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CloudFolderSources, isWithin, listCloudFolders } from '../../../../main/platform/cloud-folders.ts';

type Disk = {
  readonly platform: NodeJS.Platform;
  readonly folders?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
};

/** A disk of these folders and files; `asked` are the folders that were listed. */
async function find({ platform, folders = [], files = {}, env = {} }: Disk) {
  const paths = platform === 'win32' ? win32 : posix;
  const asked: string[] = [];
  const listFolder: CloudFolderSources['listFolder'] = async (path) => {
    asked.push(path);
    const inside = folders.filter((folder) => paths.dirname(folder) === path);
    if (inside.length === 0) throw new Error('ENOENT');
    // As Windows shows folders of OneDrive.
    return inside.map((folder) => ({ name: paths.basename(folder), kind: platform === 'win32' ? 'other' : 'folder' }));
  };
  const readText = async (path: string) => {
    const text = files[path];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  };
  const homeFolder = platform === 'win32' ? 'C:\\Users\\anna' : platform === 'darwin' ? '/Users/anna' : '/home/anna';
  const found = await listCloudFolders({ platform, env, homeFolder, readText, listFolder });
  return { found: found.map(({ path, label }) => `${path} "${label}"`).toSorted(), asked };
}

describe('on Windows', () => {
  test('every OneDrive account, by its variable or its folder in the profile, once', async () => {
    const { found, asked } = await find({
      platform: 'win32',
      env: {
        OneDrive: 'C:\\Users\\anna\\OneDrive - Contoso',
        OneDriveCommercial: 'C:\\Users\\anna\\OneDrive - Contoso',
        onedriveconsumer: 'd:\\Cloud\\',
      },
      folders: [
        'C:\\Users\\anna\\OneDrive - Contoso',
        'C:\\Users\\anna\\OneDrive - Fabrikam',
        'C:\\Users\\anna\\OneDriveTools',
        'C:\\Users\\anna\\Documents',
        'd:\\Cloud',
      ],
    });
    expect(found).toEqual([
      'C:\\Users\\anna\\OneDrive - Contoso "OneDrive - Contoso"',
      'C:\\Users\\anna\\OneDrive - Fabrikam "OneDrive - Fabrikam"',
      'd:\\Cloud\\ "OneDrive"',
    ]);
    expect(asked.some((path) => path.includes('OneDrive'))).toBe(false);
  });

  test('a variable that has outlived its folder is passed over', async () => {
    const env = { OneDrive: 'C:\\Users\\anna\\OneDrive', OneDriveConsumer: 'OneDrive' };
    expect((await find({ platform: 'win32', env, folders: ['C:\\Users\\anna\\Documents'] })).found).toEqual([]);
  });

  test('Dropbox says where it is, for each account', async () => {
    const info = {
      personal: { path: 'D:\\Dropbox (Personal)', host: 1, is_team: false },
      business: { path: 'D:\\Contoso Team', host: 2, is_team: true },
    };
    const files = { 'C:\\Users\\anna\\AppData\\Local\\Dropbox\\info.json': JSON.stringify(info) };
    const env = { APPDATA: 'C:\\Users\\anna\\AppData\\Roaming', LOCALAPPDATA: 'C:\\Users\\anna\\AppData\\Local' };
    expect((await find({ platform: 'win32', files, env })).found).toEqual([
      'D:\\Contoso Team "Dropbox"',
      'D:\\Dropbox (Personal) "Dropbox (Personal)"',
    ]);
  });

  test('Google Drive and iCloud Drive have their folders in the profile', async () => {
    const folders = ['My Drive', 'Google Drive', 'iCloudDrive', 'My Drives'].map((name) => `C:\\Users\\anna\\${name}`);
    expect((await find({ platform: 'win32', folders })).found).toEqual([
      'C:\\Users\\anna\\Google Drive "Google Drive"',
      'C:\\Users\\anna\\My Drive "Google Drive"',
      'C:\\Users\\anna\\iCloudDrive "iCloud Drive"',
    ]);
  });
});

describe('on macOS', () => {
  test('what the services keep in the library is found without looking into it', async () => {
    const { found, asked } = await find({
      platform: 'darwin',
      folders: [
        '/Users/anna/Library',
        '/Users/anna/Library/CloudStorage/OneDrive-Contoso',
        '/Users/anna/Library/CloudStorage/GoogleDrive-anna@example.com',
        '/Users/anna/Library/CloudStorage/.Trash',
        '/Users/anna/Library/Mobile Documents/com~apple~CloudDocs',
        '/Users/anna/Library/Mobile Documents/com~apple~Pages',
      ],
      files: { '/Users/anna/.dropbox/info.json': '{"personal":{"path":"/Users/anna/Library/CloudStorage/Dropbox"}}' },
    });
    expect(found).toEqual([
      '/Users/anna/Library/CloudStorage/Dropbox "Dropbox"',
      '/Users/anna/Library/CloudStorage/GoogleDrive-anna@example.com "GoogleDrive-anna@example.com"',
      '/Users/anna/Library/CloudStorage/OneDrive-Contoso "OneDrive-Contoso"',
      '/Users/anna/Library/Mobile Documents/com~apple~CloudDocs "iCloud Drive"',
    ]);
    expect(asked.toSorted()).toEqual([
      '/Users/anna',
      '/Users/anna/Library/CloudStorage',
      '/Users/anna/Library/Mobile Documents',
    ]);
  });
});

describe('on Linux', () => {
  test.each(['not json', '[]', 'null', '{"personal":{"path":7},"business":null}', '{"personal":{"path":"Dropbox"}}'])(
    'an info file of Dropbox that holds %s says nothing',
    async (text) => {
      expect((await find({ platform: 'linux', files: { '/home/anna/.dropbox/info.json': text } })).found).toEqual([]);
    },
  );

  test('a folder inside another cloud folder is part of that', async () => {
    const files = { '/home/anna/.dropbox/info.json': '{"personal":{"path":"/home/anna/OneDrive/Dropbox"}}' };
    expect((await find({ platform: 'linux', folders: ['/home/anna/OneDrive'], files })).found).toEqual([
      '/home/anna/OneDrive "OneDrive"',
    ]);
  });
});

test.each([
  ['win32', 'C:\\A', 'c:\\a\\b', true],
  ['win32', 'C:\\', 'C:\\a', true],
  ['win32', 'C:\\a', 'C:\\ab', false],
  ['win32', 'C:\\a', 'D:\\a', false],
  ['linux', '/a', '/a', true],
  ['linux', '/a', '/..a', false],
  ['linux', '/a', '/a/..b', true],
  ['linux', '/a/b', '/a', false],
] as const)('on %s, whether %s holds %s: %s', (platform, folder, path, expected) => {
  expect(isWithin(platform, folder, path)).toBe(expected);
});
