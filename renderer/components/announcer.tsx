import { useEffect, useRef, useState } from 'react';
import { useSnapshot } from '../bridge/hooks.ts';
import { announcementOf, progressAnnouncement } from '../features/announcement.ts';
import { jobsOfRound } from '../features/flow.ts';
import { useFlow } from '../features/flow-context.ts';
import { useMessages } from '../format/messages.ts';
import { HiddenStatus } from './hidden-status.tsx';

/** Tells a screen reader what ended or needs help, and now and then how far a search is. */
export function Announcer() {
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
