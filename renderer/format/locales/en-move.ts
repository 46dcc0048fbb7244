import type { WaitReason } from '../../../preload/contract/states.ts';
import { items, plural } from './en-counts.ts';

/** Why an upload waits: what happened and since when; that nothing is lost, what goes on by itself, what a person can do. */
type WaitWords = {
  readonly title: (since: string) => string;
  readonly advice: string;
  /** The cause without a time, to be read out. */
  readonly spoken: string;
};

const waits: Readonly<Record<WaitReason, WaitWords>> = {
  offline: {
    title: (since) => `The storage has been out of reach since ${since}.`,
    advice:
      'Nothing is lost: what was sent is kept, and the upload goes on by itself when the connection is back. If web pages do not open either, check the network cable or Wi-Fi.',
    spoken: 'The storage cannot be reached.',
  },
  silent: {
    title: (since) => `The storage has not answered since ${since}.`,
    advice:
      'Nothing is lost: what was sent is kept. The app keeps asking and goes on by itself with the first answer. If it stays like this, turn Wi-Fi or VPN off and on again.',
    spoken: 'The storage does not answer.',
  },
  busy: {
    title: (since) => `The storage has been overloaded or out of order since ${since}.`,
    advice:
      'Nothing is lost: what was sent is kept, and the upload goes on by itself as soon as the storage is ready. There is nothing for you to do; if it lasts for hours, tell your administrator.',
    spoken: 'The storage is overloaded or out of order.',
  },
  stranger: {
    title: (since) => `Something else has been answering in place of the storage since ${since}.`,
    advice:
      'The sign-in page of a hotel or a guest network does that. Open any web page and sign in there; the upload goes on by itself. Nothing is lost.',
    spoken: 'Something else answers in place of the storage, as the sign-in page of a hotel does.',
  },
  corrupted: {
    title: (since) => `What is sent has been arriving damaged since ${since}.`,
    advice:
      'Nothing is lost: the storage takes only what arrives whole, and the rest is sent again by itself. If it lasts, use another network, or a cable in place of Wi-Fi.',
    spoken: 'What is sent arrives damaged and is sent again.',
  },
  access: {
    title: (since) => `Waiting for a new permission to upload since ${since}.`,
    advice:
      'A permission is good for a limited time only, and a new one is being fetched. Nothing is lost: what was sent is kept, and the upload goes on by itself. There is nothing for you to do; if it lasts, tell your administrator.',
    spoken: 'A new permission to upload is being fetched.',
  },
  battery: {
    title: (since) => `Waiting for mains power since ${since}: the settings say not to upload on battery.`,
    advice: 'Plug the PC in, and the upload goes on by itself. Nothing is lost: what was sent is kept.',
    spoken: 'The PC runs on battery, and the settings say not to upload then.',
  },
  metered: {
    title: (since) =>
      `Waiting for another network since ${since}: the settings say not to upload where data may cost extra.`,
    advice:
      'Connect to a network that is not metered, as most Wi-Fi at home or at work, and the upload goes on by itself. Nothing is lost: what was sent is kept.',
    spoken: 'This network is metered, and the settings say not to upload over such networks.',
  },
};

/** The texts of the step on which mail is on its way, and the names of the states of a move. */
export const enMove = {
  states: {
    draft: 'Waiting to start',
    queued: 'Waiting to start',
    checking: 'Checking the file',
    uploading: 'Uploading',
    comparing: 'Comparing the file',
    uploadWaiting: 'Upload waiting',
    paused: 'Paused',
    uploaded: 'Uploaded',
    importQueued: 'Uploaded, import queued',
    importing: 'Importing into the mailbox',
    importStalled: 'Import waiting for the service',
    importSuspended: 'Import suspended',
    handedOver: 'Uploaded, an administrator starts the import',
    done: 'Imported',
    doneWithSkips: 'Imported, some items skipped',
    blocked: 'Needs your help',
    failed: 'Not moved',
    cancelled: 'Cancelled',
  },
  move: {
    title: 'Moving your mail',
    titleEnded: 'The move has ended',
    intro: 'You can close the window; the move goes on next time you start.',
    introEnded: 'Every file has ended. The receipt shows what arrived.',
    preparing: 'Preparing the move…',
    empty: 'Nothing is being moved',
    emptyAdvice: 'Find and choose PST files to move.',
    progress: (done: number, total: number) => `${done} of ${total} done`,
    failedCount: (count: number) => `${count} not moved`,
    cancelledCount: (count: number) => `${count} cancelled`,
    waitingCount: (count: number) => `${count} waiting`,
    helpCount: (count: number) => (count === 1 ? '1 needs your help' : `${count} need your help`),
    jobs: 'Files being moved',
    bytesOf: (done: string, total: string) => `${done} of ${total}`,
    kept: (size: string) => `${size} of it was there already`,
    foundOf: (found: string, total: string) => `${found} of ${total} is there already and is not sent again`,
    itemsOf: (done: string, total: string) => `${done} of ${total} items`,
    itemsSoFar: items,
    skipped: (count: number) => `${items(count)} skipped`,
    continued: 'Continued from the last time',
    waits,
    serviceSays: (status: string) => `The service says: ${status}`,
    inQueue: (position: number) =>
      position === 0 ? 'Next in the queue' : `${plural(position, { one: 'import', other: 'imports' })} before it`,
    importNotes: {
      stalled: {
        title: 'The service is busy and has paused this import; it goes on by itself.',
        advice: 'There is nothing for you to do. What has arrived stays.',
      },
      suspended: {
        title: 'This import is suspended at the service.',
        advice: 'Someone with access to Exchange did that; it goes on when they resume it. What has arrived stays.',
      },
    },
    serviceFacts: 'What Exchange says',
    serviceFact: {
      status: 'Status',
      queue: 'Place in the queue',
      stage: 'Stage',
      rate: 'Rate',
      consistency: 'Data consistency',
      message: 'Message',
      queued: 'Queued',
      started: 'Started',
      updated: 'Last update',
      suspended: 'Suspended',
      batch: 'Batch',
      alias: 'Mailbox alias',
      identity: 'Identity',
      request: 'Request',
    },
    perMinute: (size: string) => `${size} a minute`,
    target: (mailbox: string, folder: string) => `To ${mailbox} › ${folder}`,
    topOfMailbox: 'top of the mailbox',
    inArchive: 'online archive',
    pause: 'Pause',
    resume: 'Continue',
    cancel: 'Cancel',
    pauseOf: (name: string) => `Pause ${name}`,
    resumeOf: (name: string) => `Continue ${name}`,
    cancelOf: (name: string) => `Cancel ${name}`,
    cancelTitle: 'Stop moving this file?',
    cancelText: (name: string) =>
      `${name} will not be moved any further. Mail that has already arrived in the mailbox stays there, and the file on this PC is not changed.`,
    cancelYes: 'Stop moving',
    cancelNo: 'Keep moving',
    seeReceipt: 'See the receipt',
    more: 'Move more files',
    progressOf: (name: string) => `Progress of ${name}`,
    progressValue: (percent: string, kept: string) => `${percent}, ${kept} of it there already`,
  },
};
