import { expect, test } from 'vitest';
import { createFolderFilter } from '../../../../main/sandbox/folder-filter.ts';

const FOLDERS = ['', 'Inbox', 'Inbox/2019', 'Inbox/2019/Q1', 'Inboxes', 'Sent Items', '#Notes#'];

function selected(include: readonly string[], exclude: readonly string[]): string[] {
  const isSelected = createFolderFilter(include, exclude);
  return FOLDERS.filter((path) => isSelected(path === '' ? [] : path.split('/')));
}

test.each([
  [[], [], FOLDERS],
  [['Inbox'], [], ['Inbox']],
  [['inbox/*'], [], ['Inbox', 'Inbox/2019', 'Inbox/2019/Q1']],
  [['Inbox/2019'], [], ['Inbox/2019']],
  [['#Inbox#/*'], ['INBOX/2019/*'], ['Inbox']],
  [['#SentItems#'], [], ['Sent Items']],
  [['#Inbox#/2019/*'], [], ['Inbox/2019', 'Inbox/2019/Q1']],
  [['\\#Notes\\#'], [], ['#Notes#']],
  [[], ['Inbox/*', '#SentItems#'], ['', 'Inboxes', '#Notes#']],
])('include %j exclude %j', (include, exclude, expected) => {
  expect(selected(include, exclude)).toEqual(expected);
});
