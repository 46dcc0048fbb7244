import { expect, test } from 'vitest';
import { itemKind, itemKindOfFolder } from '../../../../main/pst/item-kind.ts';

test.each([
  ['IPM.Note', 'mail'],
  ['ipm.note.SMIME.MultipartSigned', 'mail'],
  ['IPM.Schedule.Meeting.Request', 'mail'],
  ['REPORT.IPM.Note.NDR', 'mail'],
  ['IPM.Post', 'mail'],
  ['IPM.Outlook.Recall', 'mail'],
  ['IPM.Sharing', 'mail'],
  ['IPM.Appointment', 'calendar'],
  ['IPM.OLE.CLASS.{00061055-0000-0000-C000-000000000046}', 'calendar'],
  ['IPM.Contact.Custom', 'contact'],
  ['IPM.DistList', 'contact'],
  ['IPM.AbchPerson', 'contact'],
  ['IPM.Task', 'task'],
  ['IPM.TaskRequest.Accept', 'task'],
  ['IPM.StickyNote', 'note'],
  ['IPM.Activity', 'other'],
  ['IPM.Notebook', 'other'],
  ['IPM', 'other'],
  ['', 'other'],
])('an item of class %s is of kind %s', (messageClass, kind) => {
  expect(itemKind(messageClass)).toBe(kind);
});

test.each([
  ['IPF.Note', 'mail'],
  ['IPF.Note.OutlookHomepage', 'mail'],
  ['IPF.Appointment.Birthday', 'calendar'],
  ['IPF.Contact', 'contact'],
  ['ipf.task', 'task'],
  ['IPF.StickyNote', 'note'],
  ['IPF.Journal', 'other'],
  ['', 'other'],
])('a folder of class %s is for items of kind %s', (containerClass, kind) => {
  expect(itemKindOfFolder(containerClass)).toBe(kind);
});
