import type { Language } from '../../format/messages.ts';
import type { FolderChoice, Forecast } from './folder-choice.ts';

/** What a forecast is about: how many items the file holds, and whether the file is ticked. */
export type ForecastOf = { readonly totalItems: number; readonly isChosen: boolean };

/** What will be moved of a file, in words; what would be, of one that is not ticked. */
export function forecastText(
  forecast: Forecast,
  { totalItems, isChosen }: ForecastOf,
  { messages, format }: Language,
): string {
  const { choose } = messages;
  if (totalItems === 0) return choose.emptyFile;
  if (forecast.items + forecast.skippedItems === 0) return choose.emptyChoice(totalItems);
  const size = format.bytes(forecast.sizeBytes);
  const moved = format.count(forecast.items);
  if (!isChosen) return choose.wouldMove(moved, totalItems, size);
  return forecast.items === totalItems ? choose.allMove(totalItems, size) : choose.someMove(moved, totalItems, size);
}

/** A choice of folders in a few words: what stays in the file, or what alone is moved, whichever the choice names. */
export function choiceText({ patterns, forecast, problem }: FolderChoice, { messages }: Language): string {
  const { choose } = messages;
  if (problem !== null) return choose.choiceNotes[problem];
  if (patterns.includeFolders.length > 0) return choose.onlyFolders(forecast.folders, forecast.items);
  return patterns.excludeFolders.length === 0
    ? choose.emptyFile
    : choose.foldersLeftOut(forecast.leftFolders, forecast.leftItems);
}
