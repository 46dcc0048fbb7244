import { letter, PEOPLE } from './sample/letter.ts';
import { deletedItems, inbox, sentItems } from './sample/mail.ts';
import { projects } from './sample/projects.ts';
import type { SampleItem, SampleMailbox } from './sample-mailbox.ts';

/** The name of the generated file in `assets/sample`. */
export const SAMPLE_FILE_NAME = 'Old mail 2015.pst';

const appointment: SampleItem = {
  ...letter({
    at: '2015-03-20T09:00:00Z',
    from: 'ann',
    to: [],
    subject: 'Moving day',
    textBody: 'Be there at eight.\r\n',
  }),
  messageClass: 'IPM.Appointment',
  appointment: {
    start: new Date('2015-03-27T07:00:00Z'),
    end: new Date('2015-03-27T16:00:00Z'),
    location: 'Größenweg 5',
  },
};

const contact: SampleItem = {
  ...letter({ at: '2015-02-02T09:00:00Z', from: 'ann', to: [], subject: 'Jürgen', textBody: 'Moves offices.\r\n' }),
  messageClass: 'IPM.Contact',
  contact: {
    displayName: 'Jürgen',
    address: PEOPLE.juergen.address,
    company: 'Example Movers',
    businessPhone: '+1 555 0100',
  },
};

/** The content of the product's demo: one person's small archive. */
export function sampleMailbox(): SampleMailbox {
  return {
    displayName: 'Old mail 2015',
    folders: [
      { name: 'Inbox', items: inbox },
      { name: 'Sent Items', items: sentItems },
      { name: 'Deleted Items', items: deletedItems },
      projects,
      { name: 'Calendar', containerClass: 'IPF.Appointment', items: [appointment] },
      { name: 'Contacts', containerClass: 'IPF.Contact', items: [contact] },
    ],
  };
}
