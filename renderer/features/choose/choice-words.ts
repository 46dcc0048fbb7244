import type { Language } from '../../format/messages.ts';
import type { FolderChoice, Forecast } from './folder-choice.ts';

/** What will be moved of a file that holds so many items, in words. */
export function forecastText(forecast: Forecast, totalItems: number, { messages, format }: Language): string {
  const size = format.bytes(forecast.sizeBytes);
  return forecast.items === totalItems
    ? messages.choose.allMove(totalItems, size)
    : messages.choose.someMove(format.count(forecast.items), totalItems, size);
}

/** A choice of folders in a few words: what stays in the file, or what alone is moved, whichever the choice names. */
export function choiceText({ patterns, forecast, problem }: FolderChoice, { messages }: Language): string {
  const { choose } = messages;
  if (problem !== null) return choose.choiceNotes[problem];
  return patterns.includeFolders.length > 0
    ? choose.onlyFolders(forecast.folders, forecast.items)
    : choose.foldersLeftOut(forecast.leftFolders, forecast.leftItems);
}
