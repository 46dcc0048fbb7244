import type { Property } from '../ltp/value.ts';
import type {
  SampleAppointment,
  SampleContact,
  SampleContents,
  SampleDistributionList,
  SampleItem,
  SampleJournalEntry,
  SampleNonDelivery,
  SampleTask,
} from '../sample-mailbox.ts';
import { oneOffEntryId } from './entry-id.ts';
import type { NameMap } from './named-properties.ts';
import { TAG } from './tag.ts';

const MINUTE_MS = 60_000;
const BUSY = 2;
const TASK_STATUS = { notStarted: 0, complete: 2 } as const;
/** Why a message did not arrive: it could not be delivered to that name. @see [MS-OXOMSG] 2.2.2.21 to 2.2.2.22 */
const REASON_TRANSFER_FAILED = 0;
const DIAGNOSTIC_BAD_NAME = 0;
/** A global object id that names nothing else. @see [MS-OXOCAL] 2.2.1.27 */
const MEETING_ID = Buffer.from('040000008200e00074c5b7101a82e008', 'hex');

const CLASSES: Readonly<Record<keyof SampleContents, string>> = {
  appointment: 'IPM.Appointment',
  meetingRequest: 'IPM.Schedule.Meeting.Request',
  contact: 'IPM.Contact',
  distributionList: 'IPM.DistList',
  task: 'IPM.Task',
  stickyNote: 'IPM.StickyNote',
  journalEntry: 'IPM.Activity',
  nonDelivery: 'REPORT.IPM.Note.NDR',
};
const CONTENT_KINDS = Object.keys(CLASSES) as readonly (keyof SampleContents)[];

/** The class of an item: its own, or what its content asks for. */
export function messageClassOf(item: SampleItem): string {
  const kind = CONTENT_KINDS.find((each) => item[each] !== undefined);
  return item.messageClass ?? (kind === undefined ? 'IPM.Note' : CLASSES[kind]);
}

/** What an item states besides what every letter does. */
export function contentProperties(item: SampleContents, names: NameMap): Property[] {
  const { appointment, meetingRequest, contact, distributionList, task, stickyNote, journalEntry, nonDelivery } = item;
  return [
    ...(appointment === undefined ? [] : appointmentProperties(appointment, names)),
    ...(meetingRequest === undefined ? [] : meetingProperties(meetingRequest, names)),
    ...(contact === undefined ? [] : contactProperties(contact, names)),
    ...(distributionList === undefined ? [] : listProperties(distributionList, names)),
    ...(task === undefined ? [] : taskProperties(task, names)),
    ...(stickyNote === undefined ? [] : [names.property('noteColor', stickyNote.color)]),
    ...(journalEntry === undefined ? [] : journalProperties(journalEntry, names)),
    ...(nonDelivery === undefined ? [] : reportProperties(nonDelivery)),
  ];
}

function appointmentProperties({ start, end, location }: SampleAppointment, names: NameMap): Property[] {
  return [
    names.property('start', start),
    names.property('end', end),
    names.property('commonStart', start),
    names.property('commonEnd', end),
    names.property('location', location),
    names.property('busyStatus', BUSY),
  ];
}

function meetingProperties(meeting: SampleAppointment, names: NameMap): Property[] {
  return [...appointmentProperties(meeting, names), names.property('meetingId', MEETING_ID)];
}

function contactProperties(
  { displayName, address, company, businessPhone }: SampleContact,
  names: NameMap,
): Property[] {
  return [
    [TAG.displayName, displayName],
    [TAG.givenName, displayName],
    [TAG.companyName, company],
    [TAG.businessPhone, businessPhone],
    names.property('fileUnder', displayName),
    names.property('email1DisplayName', displayName),
    names.property('email1AddressType', 'SMTP'),
    names.property('email1Address', address),
  ];
}

function listProperties({ name, members }: SampleDistributionList, names: NameMap): Property[] {
  const ids = members.map((member) => oneOffEntryId(member.name, member.address));
  return [
    [TAG.displayName, name],
    names.property('fileUnder', name),
    names.property('listName', name),
    names.property('listOneOffMembers', ids),
    names.property('listMembers', ids),
  ];
}

function taskProperties({ owner, due, isComplete }: SampleTask, names: NameMap): Property[] {
  return [
    names.property('taskStatus', isComplete ? TASK_STATUS.complete : TASK_STATUS.notStarted),
    names.property('percentComplete', isComplete ? 1 : 0),
    names.property('taskDue', due),
    names.property('commonEnd', due),
    names.property('taskComplete', isComplete),
    names.property('taskOwner', owner),
  ];
}

function journalProperties({ type, start, end }: SampleJournalEntry, names: NameMap): Property[] {
  return [
    names.property('logType', type),
    names.property('logStart', start),
    names.property('logEnd', end),
    names.property('logDuration', Math.round((end.getTime() - start.getTime()) / MINUTE_MS)),
    names.property('commonStart', start),
    names.property('commonEnd', end),
  ];
}

function reportProperties({ originalSubject, reportText }: SampleNonDelivery): Property[] {
  return [
    [TAG.originalSubject, originalSubject],
    [TAG.reportText, reportText],
    [TAG.reportReason, REASON_TRANSFER_FAILED],
    [TAG.reportDiagnostic, DIAGNOSTIC_BAD_NAME],
  ];
}
