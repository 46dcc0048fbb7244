import { expect, it } from 'vitest';
import type { Place } from '../../../../../preload/contract/index.ts';
import { describePlace } from '../../../../../renderer/features/find/describe-place.ts';
import { en } from '../../../../../renderer/format/locales/en.ts';

function of(base: Place['base'], label: string, folders: string[], profile: string | null = null): string {
  return describePlace({ base, label, profile, folders }, en);
}

it.each([
  [of('documents', '', ['Outlook Files']), 'Outlook Files in Documents'],
  [of('documents', '', ['Outlook Files'], 'Ann'), 'Outlook Files in Documents of Ann'],
  [of('documents', '', []), 'Documents'],
  [of('desktop', '', [], 'Ann'), 'Desktop of Ann'],
  [of('downloads', '', ['Old', '2009']), 'Old › 2009 in Downloads'],
  [of('outlook', '', []), 'The data folder of Outlook'],
  [of('outlook', '', ['Old']), 'Old in the data folder of Outlook'],
  [of('profile', '', [], 'Ann'), 'The user folder of Ann'],
  [of('profile', '', ['Mail']), 'Mail in the user folder'],
  [of('cloud', 'OneDrive', ['Archive']), 'Archive in OneDrive'],
  [of('cloud', 'OneDrive', [], 'Ann'), 'OneDrive of Ann'],
  [of('drive', 'D:', ['Backup']), 'Backup on D:'],
  [of('drive', 'D:', []), 'Top folder of D:'],
  [of('drive', 'D:', ['Shares', 'Sales', 'Ann', 'Mail']), '… › Ann › Mail on D:'],
  [of('folder', 'Mail of 2009', []), 'Mail of 2009'],
  [of('folder', 'Mail of 2009', ['May']), 'May in Mail of 2009'],
])('says %s', (said, expected) => {
  expect(said).toBe(expected);
});
