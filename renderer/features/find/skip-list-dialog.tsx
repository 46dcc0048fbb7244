import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  makeStyles,
  Spinner,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { FolderProhibitedRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { SkipList } from '../../../preload/contract/index.ts';
import { useCommand } from '../../bridge/hooks.ts';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useFormat, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { MAX_FOLDER_LENGTH, MAX_FOLDERS, parseSkipList, sameFolders } from './skip-list-text.ts';

const useStyles = makeStyles({
  open: { alignSelf: 'flex-start' },
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  text: { height: '40vh', maxHeight: 'none', fontFamily: tokens.fontFamilyMonospace },
});

/** The folders that searches leave out, to be read and changed. */
export function SkipListDialog() {
  const { find } = useMessages();
  const styles = useStyles();
  const editor = useEditor();
  return (
    <Dialog open={editor.isOpen} onOpenChange={(_, { open }) => (open ? editor.open() : editor.close())}>
      <DialogTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          className={styles.open}
          icon={<FolderProhibitedRegular />}
          data-testid={testIds.skipListOpen}
        >
          {find.skipList}
        </Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{find.skipListTitle}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>{find.skipListAdvice}</Text>
            {editor.isLoading ? <Spinner size="small" label={find.skipListLoading} /> : <Editor editor={editor} />}
            {editor.problem !== null && <ProblemBar problem={editor.problem} />}
          </DialogContent>
          <DialogActions fluid>
            <Button disabled={editor.text === null} data-testid={testIds.skipListReset} onClick={editor.reset}>
              {find.skipListReset}
            </Button>
            <DialogTrigger disableButtonEnhancement>
              <Button>{find.skipListCancel}</Button>
            </DialogTrigger>
            <Button
              appearance="primary"
              disabled={!editor.canSave}
              data-testid={testIds.skipListSave}
              onClick={editor.save}
            >
              {find.skipListSave}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Editor({ editor }: { readonly editor: ReturnType<typeof useEditor> }) {
  const { find } = useMessages();
  const format = useFormat();
  const styles = useStyles();
  if (editor.text === null) return null;
  const parsed = parseSkipList(editor.text);
  const complaint = {
    folders: () => null,
    tooMany: () => find.skipListProblems.tooMany(MAX_FOLDERS),
    tooLong: (line: number) => find.skipListProblems.tooLong(line, format.count(MAX_FOLDER_LENGTH)),
  };
  const message = parsed.kind === 'tooLong' ? complaint.tooLong(parsed.line) : complaint[parsed.kind]();
  return (
    <Field label={find.skipListText} validationState={message === null ? 'none' : 'error'} validationMessage={message}>
      <Textarea
        resize="vertical"
        textarea={{ className: styles.text, spellCheck: false, wrap: 'off' }}
        value={editor.text}
        data-testid={testIds.skipListText}
        onChange={(_, { value }) => editor.change(value)}
      />
    </Field>
  );
}

/** The text while it is edited; null until the list is there. */
function useEditor() {
  const getSkipList = useCommand('getSkipList');
  const setSkipList = useCommand('setSkipList');
  const [isOpen, setIsOpen] = useState(false);
  const [list, setList] = useState<SkipList | null>(null);
  const [text, setText] = useState<string | null>(null);
  const parsed = text === null ? null : parseSkipList(text);
  const open = async () => {
    setIsOpen(true);
    setText(null);
    const got = await getSkipList.run(null);
    if (got === null) return;
    setList(got.value);
    setText(got.value.folders.join('\n'));
  };
  const save = async () => {
    if (list === null || parsed?.kind !== 'folders') return;
    // The standard list is not kept as a list of one's own, so that it stays what the app comes with.
    const folders = sameFolders(parsed.folders, list.defaults) ? null : parsed.folders;
    if ((await setSkipList.run({ folders })) !== null) setIsOpen(false);
  };
  return {
    isOpen,
    text,
    isLoading: getSkipList.isRunning,
    canSave: parsed?.kind === 'folders' && !setSkipList.isRunning,
    problem: getSkipList.problem ?? setSkipList.problem,
    open: () => void open(),
    close: () => setIsOpen(false),
    change: setText,
    reset: () => setText(list?.defaults.join('\n') ?? null),
    save: () => void save(),
  };
}
