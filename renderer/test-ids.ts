/**
 * The `data-testid` of every control and row that a test reaches for.
 *
 * | constant                    | where  | what                                                                     |
 * | --------------------------- | ------ | ------------------------------------------------------------------------ |
 * | `sandboxBadge`              | header | shown when the tenant is the embedded one                                |
 * | `tenantBadge`               | header | the service mail goes to, any but the embedded one; `data-kind`, empty for none |
 * | `connection`                | header | opens the settings of the connection                                     |
 * | `openConnection`            | Find, Review | a button in `noConnection` that opens them                         |
 * | `step(name)`                | header | button of a step: find, choose, review, move, receipt                    |
 * | `heading`                   | all    | heading of the shown step; `data-step` names the step                    |
 * | `back`                      | footer | goes one step back                                                       |
 * | `problem`                   | all    | a problem beside its cause; `data-code` holds the error code             |
 * | `root`                      | Find   | checkbox of a place to look; `data-kind` and `data-path` tell which      |
 * | `refreshRoots`              | Find   | asks for the drives again                                                |
 * | `addFolder`                 | Find   | opens the native folder dialog                                           |
 * | `scanOptions`               | Find   | unfolds the options below the places; `aria-expanded`                    |
 * | `deep`                      | Find   | checkbox of the deep search, in the options                              |
 * | `skipListOpen`              | Find   | opens the dialog with the folders left out, in the options               |
 * | `skipListText`              | dialog | the folders, one a line, a textarea                                      |
 * | `skipListSave`, `skipListReset` | dialog | keeps them; goes back to the standard list                           |
 * | `startScan`, `stopScan`     | Find   | start and stop the search                                                |
 * | `scanState`                 | Find   | line with the counters; `data-state` is the state of the scan            |
 * | `deniedOpen`                | Find   | opens the dialog with the folders that could not be read                 |
 * | `deniedRow`, `deniedCopy`   | dialog | one of these folders, `data-reason`; copies them all                     |
 * | `exportMenu`                | Find   | menu with `exportCsv` and `exportJson`                                   |
 * | `exported`                  | Find   | "Saved as …"                                                             |
 * | `foundRow`                  | Find   | row of a file found; `data-name`, `data-health`, `data-suggested`, `data-reason` |
 * | `badge(kind)`               | Find, Choose | badge inside a row: attached, owner, moved, movedPartly, copy, encrypted, renamed, names |
 * | `copyPath`                  | Find, Choose | copies the path of a file, inside its row                          |
 * | `listFilter`                | Find, Choose | text that name or folder must hold, an input                       |
 * | `listCondition`             | Find, Choose | which conditions are listed, a select                              |
 * | `listCount`                 | Find, Choose | "x of y"                                                           |
 * | `sortBy(column)`            | Find, Choose | heading: name, folder, size, modified, health                      |
 * | `toChoose`                  | footer | goes on to Choose                                                        |
 * | `candidateRow`              | Choose | row of a file; `data-name`, `data-health`, `data-suggested`, `data-reason` |
 * | `candidateAdvice`           | Choose | why it is ticked or not, inside its row                                  |
 * | `candidateCheckbox`         | Choose | cell with the checkbox of a file, inside its row; its `input` is within  |
 * | `candidateOpen`             | Choose | shows what is inside a file, inside its row                              |
 * | `selectAll`                 | Choose | cell with the checkbox of all files that can be moved                    |
 * | `contents`                  | Choose | panel with the folders; `data-state`: none, loading, ready, failed       |
 * | `verdict`, `finding`        | Choose | condition of the file in words, `data-verdict`; what was found, `data-code` |
 * | `contentsTotals`            | Choose | what the file holds in total; `data-items`                               |
 * | `tooLarge`                  | Choose | the items that will be skipped for their size                            |
 * | `overlap`                   | Choose | another file that holds some of these items; `data-name`                 |
 * | `forecast`                  | Choose | what will move of the file                                               |
 * | `allFolders`, `noFolders`   | Choose | tick and untick all folders of the file                                  |
 * | `choiceProblem`             | Choose, Review | why the choice of folders cannot be used; `data-code`                    |
 * | `choiceNote`                | Choose, Review, Receipt | the choice of folders of a file, inside its row or card |
 * | `folderRow`                 | Choose | folder in the panel; `data-name`, `data-items`, `data-tick`: all, some, none |
 * | `folderTick`                | Choose | the checkbox of a folder, inside its row                                 |
 * | `searchFolders`             | Choose | unfolds the names of the search folders                                  |
 * | `contentsBack`              | Choose | goes back from a message to the list, from the list to the folders       |
 * | `messageList`               | Choose | pane with the list of a folder                                           |
 * | `messageRow`                | Choose | an item in the list; `data-subject`                                      |
 * | `orderBy(order)`            | Choose | heading of the list: newest, largest                                     |
 * | `messageCount`, `moreMessages` | Choose | how many are listed; lists more                                       |
 * | `message`, `messageText`    | Choose | pane with one item, `data-state`; its text                               |
 * | `toReview`                  | footer | goes on to Review                                                        |
 * | `mailboxForAll`             | Review | mailbox of all files, an input                                           |
 * | `placeForAll(isArchive)`    | Review | main mailbox or archive for all files, radios                            |
 * | `reviewRow`                 | Review | card of a file; `data-name`                                              |
 * | `folder`                    | Review | target folder of a file, an input inside its card                        |
 * | `ownMailbox`                | Review | opens the mailbox of one file, inside its card                           |
 * | `mailbox`                   | Review | mailbox of one file, an input inside its card                            |
 * | `place(isArchive)`          | Review | main mailbox or archive of one file, radios inside its card              |
 * | `useForAll`                 | Review | takes this file's mailbox for all, inside its card                       |
 * | `leaveOut`                  | Review | leaves a file out, inside its card                                       |
 * | `risk`                      | Review | what of a file may not arrive, inside its card; `data-kind`              |
 * | `startMigration`            | footer | "Move N files"                                                           |
 * | `roundProgress`             | Move   | "x of y done"                                                            |
 * | `jobRow`                    | Move   | card of a job; `data-name`, `data-job`, `data-state`, `data-phase`, `data-wait` |
 * | `jobState`, `jobDetail`     | Move   | its state in words; its numbers                                          |
 * | `wait`                      | Move   | why an upload waits, inside the card of a job; `data-reason`             |
 * | `pause`, `resume`, `cancel` | Move   | inside the card of a job                                                 |
 * | `confirmCancel`             | dialog | "Stop moving"                                                            |
 * | `toReceipt`                 | footer | goes on to Receipt                                                       |
 * | `moreFiles`                 | footer | begins a new round                                                       |
 * | `receipt`                   | Receipt | card of an ended job; `data-name`, `data-job`, `data-state`             |
 * | `receiptOutcome`            | Receipt | what arrived, in words                                                  |
 * | `receiptSkip`               | Receipt | one line a reason for skipped items; `data-reason`                      |
 * | `fact(name)`                | Receipt | mailbox, folder, size, sent, started, finished, included, excluded, sha256, request |
 * | `openMailbox`               | Receipt | opens the folder with the arrived mail                                  |
 * | `handover`, `openHandover`  | Receipt | what an administrator does next; opens the folder with the list and the steps |
 * | `importNote`                | Move   | why an import stands still, inside the card of a job; `data-phase`       |
 * | `serviceFacts`, `serviceFact(name)` | Move | unfolds what Exchange says of a request; one of these facts        |
 * | `noConnection`              | Find, Review | says that it is not set where mail goes                            |
 * | `signInAsk`                 | Move, Connection | what the sign-in asks of the person                            |
 * | `signInAskCopy`             | Move, Connection | copies that                                                    |
 * | `managed`                   | Connection | "Set by your organisation"                                           |
 * | `way(engine)`               | Connection | radio of a way: exchange, onPremises, purview, sandbox               |
 * | `signIn(kind)`              | Connection | radio: interactive, deviceCode, certificate, certificateFile         |
 * | `connectionField(name)`     | Connection | an input, select or switch: account, appId, organization, thumbprint, path, environment, powerShell, usesBrowser, connectionUri, share, defaultMailbox |
 * | `moreSettings`              | Connection | unfolds the settings few people need                                 |
 * | `saveConnection`, `connectionSaved` | Connection | saves the settings; says that they are saved                 |
 * | `secret`                    | Connection | row of a permission; `data-name`, `data-set`                         |
 * | `secretState`               | Connection | what it opens and until when, inside its row                         |
 * | `secretPaste`, `secretFile`, `secretForget` | Connection | inside the row of a permission                       |
 * | `sasFinding`                | Connection | what is to be said of it, inside its row; `data-code`, `data-level`  |
 * | `testMailbox`, `testArchive` | Connection | mailbox of the test, an input; the archive's switch                 |
 * | `testStart`, `testCancel`, `testCopy` | Connection | begin, call off, copy the test                             |
 * | `testVerdict`               | Connection | the result of the test; `data-verdict`: ok, warning, failed, cancelled |
 * | `probeStep`                 | Connection | one step of the test; `data-step`, `data-outcome`, `data-code`       |
 */
export const testIds = {
  sandboxBadge: 'sandbox-badge',
  tenantBadge: 'tenant-badge',
  connection: 'connection',
  openConnection: 'open-connection',
  step: (name: string) => `step-${name}`,
  heading: 'step-heading',
  back: 'back',
  problem: 'problem',
  root: 'root',
  refreshRoots: 'refresh-roots',
  addFolder: 'add-folder',
  scanOptions: 'scan-options',
  deep: 'deep',
  skipListOpen: 'skip-list-open',
  skipListText: 'skip-list-text',
  skipListSave: 'skip-list-save',
  skipListReset: 'skip-list-reset',
  startScan: 'start-scan',
  stopScan: 'stop-scan',
  scanState: 'scan-state',
  deniedOpen: 'denied-open',
  deniedRow: 'denied-row',
  deniedCopy: 'denied-copy',
  exportMenu: 'export',
  exportCsv: 'export-csv',
  exportJson: 'export-json',
  exported: 'exported',
  foundRow: 'found-row',
  badge: (kind: string) => `badge-${kind}`,
  copyPath: 'copy-path',
  listFilter: 'list-filter',
  listCondition: 'list-condition',
  listCount: 'list-count',
  sortBy: (column: string) => `sort-by-${column}`,
  toChoose: 'to-choose',
  candidateRow: 'candidate-row',
  candidateAdvice: 'candidate-advice',
  candidateCheckbox: 'candidate-checkbox',
  candidateOpen: 'candidate-open',
  selectAll: 'select-all',
  contents: 'contents',
  verdict: 'verdict',
  finding: 'finding',
  contentsTotals: 'contents-totals',
  tooLarge: 'too-large',
  overlap: 'overlap',
  forecast: 'forecast',
  allFolders: 'all-folders',
  noFolders: 'no-folders',
  choiceProblem: 'choice-problem',
  choiceNote: 'choice-note',
  folderRow: 'folder-row',
  folderTick: 'folder-tick',
  searchFolders: 'search-folders',
  contentsBack: 'contents-back',
  messageList: 'message-list',
  messageRow: 'message-row',
  orderBy: (order: string) => `order-by-${order}`,
  messageCount: 'message-count',
  moreMessages: 'more-messages',
  message: 'message',
  messageText: 'message-text',
  toReview: 'to-review',
  mailboxForAll: 'mailbox-for-all',
  placeForAll: (isArchive: boolean) => `place-for-all-${isArchive ? 'archive' : 'primary'}`,
  reviewRow: 'review-row',
  folder: 'folder',
  ownMailbox: 'own-mailbox',
  mailbox: 'mailbox',
  place: (isArchive: boolean) => `place-${isArchive ? 'archive' : 'primary'}`,
  useForAll: 'use-for-all',
  leaveOut: 'leave-out',
  risk: 'risk',
  startMigration: 'start-migration',
  roundProgress: 'round-progress',
  jobRow: 'job-row',
  jobState: 'job-state',
  jobDetail: 'job-detail',
  wait: 'wait',
  pause: 'pause',
  resume: 'resume',
  cancel: 'cancel',
  confirmCancel: 'confirm-cancel',
  toReceipt: 'to-receipt',
  moreFiles: 'more-files',
  receipt: 'receipt',
  receiptOutcome: 'receipt-outcome',
  receiptSkip: 'receipt-skip',
  fact: (name: string) => `fact-${name}`,
  openMailbox: 'open-mailbox',
  handover: 'handover',
  openHandover: 'open-handover',
  importNote: 'import-note',
  serviceFacts: 'service-facts',
  serviceFact: (name: string) => `service-fact-${name}`,
  noConnection: 'no-connection',
  signInAsk: 'sign-in-ask',
  signInAskCopy: 'sign-in-ask-copy',
  managed: 'managed',
  way: (engine: string) => `way-${engine}`,
  signIn: (kind: string) => `sign-in-${kind}`,
  connectionField: (name: string) => `connection-${name}`,
  moreSettings: 'more-settings',
  saveConnection: 'save-connection',
  connectionSaved: 'connection-saved',
  secret: 'secret',
  secretState: 'secret-state',
  secretPaste: 'secret-paste',
  secretFile: 'secret-file',
  secretForget: 'secret-forget',
  sasFinding: 'sas-finding',
  testMailbox: 'test-mailbox',
  testArchive: 'test-archive',
  testStart: 'test-start',
  testCancel: 'test-cancel',
  testCopy: 'test-copy',
  testVerdict: 'test-verdict',
  probeStep: 'probe-step',
} as const;
