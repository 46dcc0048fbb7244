import {
  ArrowSyncRegular,
  BookRegular,
  CalendarLtrRegular,
  ChatRegular,
  DeleteRegular,
  DraftsRegular,
  FolderRegular,
  MailInboxRegular,
  MailProhibitedRegular,
  NoteRegular,
  PeopleRegular,
  PrintRegular,
  SendRegular,
  TaskListLtrRegular,
  VoicemailRegular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { FolderRole } from '../../../preload/contract/index.ts';

const ICONS: Readonly<Record<FolderRole, ReactElement>> = {
  Inbox: <MailInboxRegular />,
  SentItems: <SendRegular />,
  DeletedItems: <DeleteRegular />,
  Calendar: <CalendarLtrRegular />,
  Contacts: <PeopleRegular />,
  Drafts: <DraftsRegular />,
  Journal: <BookRegular />,
  Tasks: <TaskListLtrRegular />,
  Notes: <NoteRegular />,
  JunkEmail: <MailProhibitedRegular />,
  CommunicationHistory: <ChatRegular />,
  Voicemail: <VoicemailRegular />,
  Fax: <PrintRegular />,
  Conflicts: <ArrowSyncRegular />,
  SyncIssues: <ArrowSyncRegular />,
  LocalFailures: <ArrowSyncRegular />,
  ServerFailures: <ArrowSyncRegular />,
};

/** The picture of what a folder is for; a plain folder for one like any other. */
export function FolderIcon({ role }: { readonly role: FolderRole | null }) {
  return role === null ? <FolderRegular /> : ICONS[role];
}
