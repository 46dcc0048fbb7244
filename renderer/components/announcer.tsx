import { useEffect, useRef, useState } from 'react';
import { useSnapshot } from '../bridge/hooks.ts';
import { announcementOf, progressAnnouncement } from '../features/announcement.ts';
import { jobsOfRound } from '../features/flow.ts';
import { useFlow } from '../features/flow-context.ts';
import { NO_WAITS, type SeenWaits, waitNews } from '../features/wait-announcement.ts';
import { useMessages } from '../format/messages.ts';
import { HiddenStatus } from './hidden-status.tsx';

/** Tells a screen reader what changes without being touched. */
export function Announcer() {
  return (
    <>
      <ChangeAnnouncer />
      <WaitAnnouncer />
    </>
  );
}

/** Tells what ended or needs help, and now and then how far a search is. */
function ChangeAnnouncer() {
  const messages = useMessages();
  const { flow } = useFlow();
  const scan = useSnapshot((snapshot) => snapshot.scan);
  const foundCount = useSnapshot((snapshot) => snapshot.candidates.length);
  const allJobs = useSnapshot((snapshot) => snapshot.jobs);
  const [text, setText] = useState('');
  const before = useRef({ scan, foundCount, jobs: jobsOfRound(flow, allJobs) });
  const toldAtMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const after = { scan, foundCount, jobs: jobsOfRound(flow, allJobs) };
    const nowMs = performance.now();
    const next =
      announcementOf(before.current, after, messages) ??
      progressAnnouncement(after, nowMs - toldAtMs.current, messages);
    before.current = after;
    if (next === null) return;
    toldAtMs.current = nowMs;
    setText(next);
  }, [scan, foundCount, allJobs, flow, messages]);
  return <HiddenStatus>{text}</HiddenStatus>;
}

/** Tells that uploads wait, and that they go on. By itself, so that neither takes the other's word away. */
function WaitAnnouncer() {
  const messages = useMessages();
  const { flow } = useFlow();
  const allJobs = useSnapshot((snapshot) => snapshot.jobs);
  const [text, setText] = useState('');
  const seen = useRef<SeenWaits>(NO_WAITS);
  useEffect(() => {
    const jobs = jobsOfRound(flow, allJobs);
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = () => {
      const news = waitNews(seen.current, jobs, performance.now(), messages);
      seen.current = news.seen;
      if (news.text !== null) setText(news.text);
      // Nothing may change while an upload waits: the time alone makes its wait worth telling.
      timer = news.lookAgainMs === null ? null : setTimeout(look, news.lookAgainMs);
    };
    look();
    return () => {
      if (timer !== null) clearTimeout(timer);
    };
  }, [allJobs, flow, messages]);
  return <HiddenStatus>{text}</HiddenStatus>;
}
