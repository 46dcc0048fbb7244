import { makeStyles } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useSnapshot } from '../bridge/hooks.ts';
import { announcementOf } from '../features/announcement.ts';
import { jobsOfRound } from '../features/flow.ts';
import { useFlow } from '../features/flow-context.ts';
import { useMessages } from '../format/messages.ts';

const useStyles = makeStyles({
  root: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
});

/** The one live region of the page: tells a screen reader what ended or needs help, nothing in between. */
export function Announcer() {
  const messages = useMessages();
  const styles = useStyles();
  const { flow } = useFlow();
  const scan = useSnapshot((snapshot) => snapshot.scan);
  const allJobs = useSnapshot((snapshot) => snapshot.jobs);
  const [text, setText] = useState('');
  const before = useRef({ scan, jobs: jobsOfRound(flow, allJobs) });
  useEffect(() => {
    const after = { scan, jobs: jobsOfRound(flow, allJobs) };
    const next = announcementOf(before.current, after, messages);
    before.current = after;
    if (next !== null) setText(next);
  }, [scan, allJobs, flow, messages]);
  return (
    <div className={styles.root} aria-live="polite" aria-atomic>
      {text}
    </div>
  );
}
